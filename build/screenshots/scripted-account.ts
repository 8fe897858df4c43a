import type { ElectronApplication, Page } from 'playwright-core';
import type { AccountState } from '../../app/ipc/account.ts';
import type { CallName } from '../../app/ipc/contract.ts';
import { PersonId } from '../../app/ids.ts';
import { DEMO_NOW } from './demo-library.ts';

const DAY_MS = 86_400_000;
const ANA = PersonId.parse('00000000-0000-4000-8000-00000000a4a0');
const ana = { personId: ANA, email: 'ana@example.org', name: 'Ana' };
const local = { account: 'local' as const, person: null, scripts: null };
const known = [local, { account: ANA, person: ana, scripts: null }];
const common = {
  pending: null,
  isSessionKept: true,
  mustTellNotKept: false,
  server: { host: 'galley.example.org', maySignUp: null },
};

/** Who is signed in, as the pictures have it. */
const ACCOUNT_STATES = {
  nobody: { ...common, account: 'local', person: null, session: { kind: 'none' }, known: [local] },
  'signed-in': { ...common, account: ANA, person: ana, session: { kind: 'signed-in' }, known },
  'signed-out': {
    ...common,
    account: ANA,
    person: ana,
    session: { kind: 'signed-out', reason: 'ended-by-server', at: DEMO_NOW - 3 * DAY_MS },
    known,
  },
} as const satisfies Record<string, AccountState>;

export type AccountPicture = keyof typeof ACCOUNT_STATES;

const TOLD: readonly CallName[] = ['account.state', 'account.ways-in', 'account.unsent', 'account.sign-in'];

/** From now on main tells this of accounts; null: what it tells where no server is set. */
export async function tellAccount(app: ElectronApplication, state: AccountPicture | null): Promise<void> {
  const none: AccountState = { ...ACCOUNT_STATES.nobody, server: null };
  const answers: Partial<Record<CallName, unknown>> = {
    'account.state': state === null ? none : ACCOUNT_STATES[state],
    'account.ways-in': { maySignUp: true, provider: 'keycloak' },
    'account.unsent': [{ title: 'How the Library of Things works', edits: 4, oldestAt: DEMO_NOW - 3 * DAY_MS }],
    'account.sign-in': { kind: 'failed', because: 'wrong', retryAfterMs: null },
  };
  const told = TOLD.map((name) => [name, answers[name]] as const);
  await app.evaluate(({ ipcMain }, given) => {
    for (const [name, value] of given) {
      ipcMain.removeHandler(`galley:${name}`);
      ipcMain.handle(`galley:${name}`, () => ({ ok: true, value }));
    }
  }, told);
}

export async function signInWrongly(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill('ana@example.org');
  await page.getByLabel('Password', { exact: true }).fill('not this one');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
}

export async function seeWhatWaits(page: Page): Promise<void> {
  await page.getByText('4 edits wait to be sent').waitFor();
}

export async function openAccounts(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ana galley.example.org' }).click();
  await page.getByRole('dialog').waitFor();
}
