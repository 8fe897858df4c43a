import { expect, test } from 'vitest';
import { PersonId, type ScriptId } from '../app/ids.ts';
import type { ScriptSummary } from '../app/ipc/contract.ts';
import { templateUpdate } from '../app/script/templates/template-update.ts';
import type { Showing } from '../app/window-address.ts';
import { openTestVault } from '../tests/support/vault.ts';
import { comeForward, openFirstWindows, type ComingForward } from './first-windows.ts';
import type { OpenWindow } from './windows/windows.ts';

const place = { bounds: { x: 0, y: 0, width: 900, height: 700 }, maximized: false };

/** Windows that are only noted down: what is open, and which came to the front. */
function openDesktop(already: readonly Showing[] = []) {
  const opened: Showing[] = [...already];
  const focused: Showing[] = [];
  const asWindow = (showing: Showing) => ({ showing, focus: () => void focused.push(showing) });
  const windows = {
    all: () => opened.map(asWindow),
    current: () => opened.map(asWindow).at(-1),
    open: (showing: Showing) => {
      opened.push(showing);
      return asWindow(showing);
    },
  } as unknown as ComingForward['windows'];
  return { opened, focused, windows };
}

async function start(memory: readonly OpenWindow[], vault: Awaited<ReturnType<typeof openTestVault>>) {
  const { opened, windows } = openDesktop();
  const newId = () => vault.random.uuid();
  await openFirstWindows({
    memory: { remembered: memory },
    windows,
    opening: Promise.resolve(vault.vault),
    newId,
    account: 'local',
  });
  return opened;
}

const signIn = async (): Promise<void> => undefined;

test('[WIN-13] the first start opens the sample script, the next one without windows the library', async () => {
  await using vault = await openTestVault();
  const opened = await start([], vault);
  const [sample] = await vault.vault.list();
  expect(opened).toEqual([{ kind: 'script', scriptId: sample?.scriptId }]);
  expect(await vault.vault.openScript(sample?.scriptId as ScriptId)).toMatchObject({
    updates: [templateUpdate('sample')],
  });
  expect(await start([], vault)).toEqual([{ kind: 'library' }]);
});

test('[WIN-13] a library whose last script is in the trash gets no sample again', async () => {
  await using vault = await openTestVault();
  await start([], vault);
  for (const { scriptId } of await vault.vault.list()) await vault.vault.trash(scriptId);
  expect(await start([], vault)).toEqual([{ kind: 'library' }]);
  expect((await vault.vault.list()).length).toBe(1);
});

test('[WIN-13] what was open opens again, before the library is there', async () => {
  const { opened, windows } = openDesktop();
  const never = new Promise<never>(() => undefined);
  const remembered = [{ showing: { kind: 'library' } as const, place }];
  await openFirstWindows({ memory: { remembered }, windows, opening: never, newId: () => '', account: 'local' });
  expect(opened).toEqual([{ kind: 'library' }]);
});

const HERE = '7c9e6679-7425-40de-944b-e07fc1f90ae7' as ScriptId;
const vault = { list: () => Promise.resolve([{ scriptId: HERE } as ScriptSummary]) };
const script: Showing = { kind: 'script', scriptId: HERE };
const library: Showing = { kind: 'library' };

test('[WIN-12] a second start brings the window in use to the front, or opens one', async () => {
  const busy = openDesktop([script, library]);
  await comeForward(['galley', '--flag', '.'], { windows: busy.windows, vault, signIn });
  expect([busy.opened, busy.focused]).toEqual([[script, library], [library]]);
  const empty = openDesktop();
  await comeForward([], { windows: empty.windows, vault, signIn });
  expect(empty.opened).toEqual([library]);
});

test('[WIN-12] a link to a script of this library shows it, in its window if there is one', async () => {
  const { opened, focused, windows } = openDesktop([script, library]);
  await comeForward(['galley', `galley://open?script=${HERE}`], { windows, vault, signIn });
  expect([opened, focused]).toEqual([[script, library], [script]]);
  const other = openDesktop([library]);
  await comeForward([`galley://open?script=${HERE}`], { windows: other.windows, vault, signIn });
  expect([other.opened, other.focused]).toEqual([[library, script], [script]]);
});

test.each([
  'galley://open?script=3d813cbb-47fb-42ba-91df-831e1593ac29',
  'galley://review?code=Zm9vYmFyYmF6cXV4MTIzNA',
  '--load-extension=/tmp/x',
  'https://example.org/',
  'file:///etc/passwd',
  'x'.repeat(1_000_000),
])('[WIN-12] %s opens nothing', async (given) => {
  const { opened, windows } = openDesktop([library]);
  await comeForward([given], { windows, vault, signIn });
  expect(opened).toEqual([library]);
});

test('[SYNC-9] a link that ends a sign-in brings a window to the front and goes to whoever waits for it', async () => {
  const { windows } = openDesktop([library]);
  const heard: unknown[] = [];
  const code = 'c0ffee-and-a-code';
  const state = 'state-of-sixteen-letters-or-more';
  await comeForward(['galley', `galley://auth?code=${code}&state=${state}`], {
    windows,
    vault,
    signIn: async (link) => void heard.push(link),
  });
  expect(heard).toEqual([{ kind: 'auth', code, state }]);
});

test('[SYNC-9] an account without scripts begins with its library: the sample is for who has no account', async () => {
  const { opened, windows } = openDesktop();
  await using empty = await openTestVault();
  const account = PersonId.parse(empty.random.uuid());
  const opening = Promise.resolve(empty.vault);
  await openFirstWindows({ memory: { remembered: [] }, windows, opening, newId: () => HERE, account });
  expect([opened, await empty.vault.list()]).toEqual([[{ kind: 'library' }], []]);
});
