import { expect, test } from 'vitest';
import { Chores, type Chore, type ChoreTurn } from './chores.ts';

function chore(name: string, run: (turn: ChoreTurn) => Promise<void>): Chore {
  return { name, run };
}

test('[VAULT-22] chores run one after another, also when they are called while they run', async () => {
  const said: string[] = [];
  const log = (name: string): Chore =>
    chore(name, async ({ at }) => {
      said.push(`${name} begins at ${at}`);
      await new Promise(setImmediate);
      said.push(`${name} ends`);
    });
  await using chores = new Chores([log('check'), log('backup')], () => undefined);
  await Promise.all([chores.run({ at: 1 }), chores.run({ at: 2 })]);
  expect(said).toEqual(
    [1, 2].flatMap((at) => [`check begins at ${at}`, 'check ends', `backup begins at ${at}`, 'backup ends']),
  );
});

test('[VAULT-22] a chore that fails is told by its name, and the others go on', async () => {
  const told: string[] = [];
  let isDone = false;
  await using chores = new Chores(
    [chore('check', () => Promise.reject(new Error('no'))), chore('backup', async () => void (isDone = true))],
    (error, name) => told.push(`${name}: ${String(error)}`),
  );
  await chores.run({ at: 1 });
  expect({ told, isDone }).toEqual({ told: ['check: Error: no'], isDone: true });
});

test('[VAULT-22] closing stops the chore at work at its next piece, waits for it, and starts no other', async () => {
  const said: string[] = [];
  const began = Promise.withResolvers<void>();
  const chores = new Chores(
    [
      chore('check', async ({ signal }) => {
        began.resolve();
        while (!signal.aborted) await new Promise(setImmediate);
        said.push('stopped');
      }),
      chore('backup', async () => void said.push('never')),
    ],
    () => said.push('trouble'),
  );
  void chores.run({ at: 1 });
  await began.promise;
  await chores[Symbol.asyncDispose]();
  expect(said).toEqual(['stopped']);
});
