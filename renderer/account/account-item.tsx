import type { ReactNode } from 'react';
import type { AccountState } from '../../app/ipc/account.ts';
import { useApp } from '../app-services.ts';
import { Icon } from '../ui/icon.tsx';
import { accountName } from './account-words.ts';
import { useAccount } from './use-account.ts';

/** Who is signed in, at the foot of the library; nothing where there is no server and never was an account. */
export function AccountItem(): ReactNode {
  const { commands } = useApp();
  const state = useAccount();
  if (state === null || (state.server === null && state.known.length === 1)) return null;
  const { session } = state;
  if (session.kind === 'none' && state.known.length === 1) {
    return (
      <button type="button" className="item" onClick={() => commands.run('account.sign-in')}>
        <Icon name="log-in" />
        <span className="grow">Sign in</span>
      </button>
    );
  }
  return (
    <button
      type="button"
      className="item account-item"
      aria-haspopup="dialog"
      onClick={() => commands.run('account.accounts')}
    >
      <Icon name="circle-user-round" />
      <span className="grow">
        <span className="account-name">{accountName(state)}</span>
        <span className="quiet small">{standingOf(state)}</span>
      </span>
    </button>
  );
}

function standingOf({ session, server }: AccountState): string {
  if (session.kind === 'signed-out') return 'Signed out';
  return session.kind === 'none' ? 'Nobody is signed in' : (server?.host ?? 'No server');
}
