import type { AccountState } from '../../../app/ipc/account.ts';
import { PersonId } from '../../../app/ids.ts';
import type { Machine } from '../../support/machine.ts';
import { people } from '../../support/server/people.ts';
import { DEMO_NOW } from './demo-scripts.ts';

const FELIX = PersonId.parse(people.felix.id);
const INES = PersonId.parse(people.ines.id);
export const felix = { personId: FELIX, email: people.felix.email, name: 'Felix Freelancer' };
const ines = { personId: INES, email: people.ines.email, name: 'Ines Internal' };

const DAY_MS = 86_400_000;
const server = { host: 'galley.example.org', maySignUp: null };
const local = { account: 'local' as const, person: null, scripts: 3 };

/** What the main process tells of accounts in the states that a window has to know. */
export const accounts = {
  nobody: {
    account: 'local',
    person: null,
    session: { kind: 'none' },
    pending: null,
    isSessionKept: true,
    mustTellNotKept: false,
    known: [local],
    server,
  },
  signedIn: {
    account: FELIX,
    person: felix,
    session: { kind: 'signed-in' },
    pending: null,
    isSessionKept: true,
    mustTellNotKept: false,
    known: [local, { account: FELIX, person: felix, scripts: 12 }, { account: INES, person: ines, scripts: null }],
    server,
  },
  signedOut: {
    account: FELIX,
    person: felix,
    session: { kind: 'signed-out', reason: 'ended-by-server', at: DEMO_NOW - 3 * DAY_MS },
    pending: null,
    isSessionKept: true,
    mustTellNotKept: false,
    known: [local, { account: FELIX, person: felix, scripts: 12 }],
    server,
  },
} as const satisfies Record<string, AccountState>;

export const unsent = [
  { title: 'How the Library of Things works', edits: 3, oldestAt: DEMO_NOW - 3 * DAY_MS },
  { title: 'Last tram home', edits: 1, oldestAt: DEMO_NOW - 3_600_000 },
];

/** A machine whose main process is in this state, and lets people sign in this way. */
export function inState(
  state: AccountState,
  { provider = 'keycloak', maySignUp = true }: { readonly provider?: string | null; readonly maySignUp?: boolean } = {},
) {
  return (machine: Machine): void => {
    machine.lie('account.state', state);
    machine.lie('account.ways-in', { maySignUp, provider });
    machine.lie('account.unsent', unsent);
  };
}
