import './account.css';
import { useState, type ReactNode } from 'react';
import type { AccountKey, AccountState } from '../../app/ipc/account.ts';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { useMinute } from '../ui/use-minute.ts';
import { counted } from '../ui/words.ts';
import { accountName, signedOutWords } from './account-words.ts';
import { RemoveAccount } from './remove-account.tsx';
import { useAccount } from './use-account.ts';

type Known = AccountState['known'][number];

/** Who is signed in, whose scripts are on this device, and what can be done about both. */
export function AccountsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const state = useAccount();
  const [removing, setRemoving] = useState<Known | null>(null);
  if (removing !== null) {
    return (
      <Dialog title="Remove from this device" onClose={onClose}>
        <RemoveAccount known={removing} onDone={() => setRemoving(null)} />
      </Dialog>
    );
  }
  return (
    <Dialog title="Accounts on this device" width="wide" onClose={onClose}>
      <div className="content accounts" aria-busy={state === null}>
        {state === null ? null : <Accounts state={state} onClose={onClose} onRemove={setRemoving} />}
      </div>
    </Dialog>
  );
}

interface AccountsProps {
  readonly state: AccountState;
  readonly onClose: () => void;
  readonly onRemove: (known: Known) => void;
}

function Accounts({ state, onClose, onRemove }: AccountsProps): ReactNode {
  const { client, commands } = useApp();
  const [trouble, setTrouble] = useState<string | null>(null);
  const attempt = (deed: string, work: Promise<unknown>): void => {
    setTrouble(null);
    work.catch((error: unknown) => setTrouble(troubleLine(error, deed)));
  };
  const show = (account: AccountKey): void => attempt('show these scripts', client.call('account.show', { account }));
  const signOut = (everywhere: boolean): void =>
    attempt('sign you out', client.call('account.sign-out', { everywhere }));
  const signIn = (): void => {
    onClose();
    commands.run('account.sign-in');
  };
  return (
    <>
      <ul className="account-list">
        {state.known.map((known) => (
          <li key={known.account} aria-current={known.account === state.account ? 'true' : undefined}>
            <Icon name={known.account === 'local' ? 'hard-drive' : 'circle-user-round'} size={20} />
            <div className="grow">
              <h3>{accountName(known)}</h3>
              <p className="quiet small">
                <KnownWords known={known} state={state} />
              </p>
            </div>
            {known.account === state.account ? (
              <span className="tag">Shown</span>
            ) : (
              <button type="button" className="btn" onClick={() => show(known.account)}>
                Show <span className="hidden">the scripts of {accountName(known)}</span>
              </button>
            )}
            {known.account === 'local' ? null : (
              <button type="button" className="btn bare" onClick={() => onRemove(known)}>
                Remove… <span className="hidden">{accountName(known)} from this device</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <StandingLine state={state} />
      {trouble === null ? null : (
        <p role="alert" className="form-trouble">
          {trouble}
        </p>
      )}
      <footer>
        {state.session.kind === 'signed-in' || state.session.kind === 'unproven' ? (
          <>
            <button type="button" className="btn big bare" onClick={() => signOut(true)}>
              Sign out everywhere
            </button>
            <button type="button" className="btn big" onClick={() => signOut(false)}>
              <Icon name="log-out" /> Sign out on this device
            </button>
          </>
        ) : null}
        {state.server === null ? null : (
          <button
            type="button"
            className={state.session.kind === 'signed-out' ? 'btn main big' : 'btn big'}
            onClick={signIn}
          >
            {state.session.kind === 'signed-out' ? 'Sign in again' : 'Sign in as somebody else'}
          </button>
        )}
      </footer>
    </>
  );
}

function KnownWords({ known, state }: { readonly known: Known; readonly state: AccountState }): ReactNode {
  const scripts = known.scripts === null ? null : counted(known.scripts, 'script');
  const who = known.account === 'local' ? 'Scripts that belong to nobody’s account' : (known.person?.email ?? '');
  const where =
    known.account === state.account && state.server !== null && known.account !== 'local' ? state.server.host : null;
  return [who, where, scripts].filter((part) => part !== null && part !== '').join(' · ');
}

/** What the session is, in words, and what that means for the scripts. */
function StandingLine({ state }: { readonly state: AccountState }): ReactNode {
  const now = useMinute();
  const { session } = state;
  const words: string[] = [];
  if (session.kind === 'signed-out') {
    words.push(signedOutWords(session, now), 'Everything on this device is as it was and is saved as you type.');
  }
  if (session.kind === 'unproven') {
    words.push('There is no way to the server just now. What you write waits here and is sent when there is one.');
  }
  if (!state.isSessionKept && session.kind !== 'signed-out' && session.kind !== 'none') words.push(NOT_KEPT);
  return words.length === 0 ? null : <p className="soft">{words.join(' ')}</p>;
}

const NOT_KEPT =
  'This system has no keyring that keeps secrets, so you will be asked to sign in again after Galley was quit. Your scripts do not depend on it.';
