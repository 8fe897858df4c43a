import { useEffect, useState, type ReactNode } from 'react';
import type { AccountState } from '../../app/ipc/account.ts';
import { useApp } from '../app-services.ts';
import { useLibrary } from '../library/use-library.ts';
import { hashOf, LIBRARY } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { useMinute } from '../ui/use-minute.ts';
import { counted, timeAgo } from '../ui/words.ts';
import { accountName, safeWords, signedOutWords } from './account-words.ts';

const MOST_SHOWN = 6;

/** What needs no account: the scripts of this device, open as ever. */
export function DeviceSide({ state }: { readonly state: AccountState }): ReactNode {
  const { router } = useApp();
  const { content } = useLibrary();
  const now = useMinute();
  const scripts = content.kind === 'listed' ? content.scripts.filter(({ trashedAt }) => trashedAt === null) : [];
  const latest = scripts.toSorted((one, other) => other.editedAt - one.editedAt).slice(0, MOST_SHOWN);
  const more = scripts.length - latest.length;
  return (
    <aside aria-labelledby="on-this-device" aria-busy={content.kind === 'loading'}>
      <h2 id="on-this-device">On this device, always open to you</h2>
      <p className="soft">
        <Standing state={state} />
      </p>
      <ul className="device-scripts">
        {latest.map(({ scriptId, title, editedAt }) => (
          <li key={scriptId}>
            <a className="item" href={hashOf({ kind: 'script', scriptId, rowId: null })}>
              <Icon name="file-text" />
              <span className="grow">
                <span className="script-name">{title}</span>
                <span className="quiet small">Edited {timeAgo(new Date(editedAt), now)}</span>
              </span>
              <Icon name="chevron-right" />
            </a>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="quiet small">And {counted(more, 'more script')} in the library.</p> : null}
      <button type="button" className="btn big" onClick={() => router.go(LIBRARY)}>
        {state.session.kind === 'none' ? 'Keep writing without an account' : 'Keep writing'}
      </button>
    </aside>
  );
}

function Standing({ state }: { readonly state: AccountState }): ReactNode {
  const now = useMinute();
  const unsent = useUnsentEdits(state);
  const { session } = state;
  switch (session.kind) {
    case 'none':
      return 'Everything you write is saved here as you type, with or without an account.';
    case 'signed-in':
    case 'unproven':
      return `You are signed in as ${accountName(state)}. Signing in as somebody else shows their scripts; yours stay here.`;
    case 'signed-out':
      return `${signedOutWords(session, now)} ${safeWords(unsent)}`;
    default:
      return session satisfies never;
  }
}

/** Edits of the account shown that are nowhere but here. */
function useUnsentEdits({ account, session }: AccountState): number {
  const { client } = useApp();
  const [edits, setEdits] = useState(0);
  const isAsked = session.kind === 'signed-out';
  useEffect(() => {
    if (!isAsked) return;
    let isWanted = true;
    client.call('account.unsent', { account }).then(
      (unsent) => {
        if (isWanted) setEdits(unsent.reduce((sum, script) => sum + script.edits, 0));
      },
      () => undefined, // the number is left out
    );
    return () => {
      isWanted = false;
    };
  }, [client, account, isAsked]);
  return edits;
}
