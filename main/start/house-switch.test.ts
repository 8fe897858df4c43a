import { expect, test } from 'vitest';
import { Failure } from '../../app/failure.ts';
import type { AccountKey } from '../../app/ipc/account.ts';
import { PersonId } from '../../app/ids.ts';
import { Random } from '../../tests/support/random.ts';
import type { HandOver } from '../windows/closing.ts';
import { HouseSwitch, type Movable } from './house-switch.ts';

const ADA = PersonId.parse(new Random(1).uuid());
const INES = PersonId.parse(new Random(2).uuid());
const NAMES = new Map<AccountKey, string>([
  ['local', 'local'],
  [ADA, 'ada'],
  [INES, 'ines'],
]);

/** A switch whose hands write down what they do, in order. */
function openSwitch({ answer = 'flushed' }: { readonly answer?: HandOver } = {}) {
  const done: string[] = [];
  /** Resolves what `open` waits for; rejecting makes it fail. */
  let opening: Promise<void> = Promise.resolve();
  let ending: Promise<void> = Promise.resolve();
  const houseOf = (account: AccountKey): Movable => ({
    account,
    connect: () => void done.push(`connect ${NAMES.get(account)}`),
    disconnect: async () => void done.push(`disconnect ${NAMES.get(account)}`),
    [Symbol.asyncDispose]: async () => {
      done.push(`end ${NAMES.get(account)}`);
      await ending;
      done.push(`ended ${NAMES.get(account)}`);
    },
  });
  const houses = new HouseSwitch('local', Promise.resolve(houseOf('local')), {
    open: async (account) => {
      await opening;
      done.push(`open ${NAMES.get(account)}`);
      return houseOf(account);
    },
    handOver: async () => {
      done.push('flush');
      return answer;
    },
    turnTo: async (account) => done.push(`turn to ${NAMES.get(account)}`),
    renewWindows: () => done.push('windows'),
    onTrouble: () => done.push('trouble'),
  });
  return {
    houses,
    done,
    holdOpening: () => {
      const held = Promise.withResolvers<void>();
      opening = held.promise;
      return held;
    },
    holdEnding: () => {
      const held = Promise.withResolvers<void>();
      ending = held.promise;
      return held;
    },
  };
}

test('[SYNC-3] the old account lets go of the server before the session changes, and the new one connects after that', async () => {
  const { houses, done } = openSwitch();
  await houses.show(ADA);
  const moved = ['open ada', 'disconnect local', 'turn to ada', 'flush', 'windows', 'connect ada', 'end local'];
  expect(done.slice(0, moved.length)).toEqual(moved);
  expect((await houses.house).account).toBe(ADA);
});

test('[SYNC-3] who is shown already is not opened again', async () => {
  const { houses, done } = openSwitch();
  await houses.show('local');
  expect(done).toEqual([]);
});

test('[SYNC-1] scripts that cannot be opened leave the windows with what they showed', async () => {
  const { houses, done, holdOpening } = openSwitch();
  holdOpening().reject(new Failure('damaged', 'These scripts cannot be read.'));
  await expect(houses.show(ADA)).rejects.toMatchObject({ code: 'damaged' });
  expect(done).toEqual([]);
  expect((await houses.house).account).toBe('local');
});

test.for(['unsaved', 'closing'] as const)(
  '[SYNC-1] windows that answer "%s" keep their account, connected again, and the other one is closed',
  async (answer) => {
    const { houses, done } = openSwitch({ answer });
    const code = answer === 'unsaved' ? 'conflict' : 'busy';
    await expect(houses.show(ADA)).rejects.toMatchObject({ code });
    expect(done.slice(0, 4)).toEqual(['open ada', 'disconnect local', 'turn to ada', 'flush']);
    expect(done.slice(4)).toEqual(['turn to local', 'connect local', 'end ada', 'ended ada']);
    expect((await houses.house).account).toBe('local');
  },
);

test('[SYNC-1] a second move during a first one is refused', async () => {
  const { houses, holdOpening } = openSwitch();
  const opening = holdOpening();
  const first = houses.show(ADA);
  await expect(houses.show(INES)).rejects.toMatchObject({ code: 'busy' });
  opening.resolve();
  await first;
  expect((await houses.house).account).toBe(ADA);
});

test('[SYNC-4] quitting while other scripts are being opened asks no window and ends everything', async () => {
  const { houses, done, holdOpening } = openSwitch();
  const opening = holdOpening();
  const moving = houses.show(ADA);
  const refused = expect(moving).rejects.toMatchObject({ code: 'busy' });
  const over = houses[Symbol.asyncDispose]();
  opening.resolve();
  await refused;
  await over;
  expect(done).not.toContain('flush');
  expect(done.slice(-5)).toEqual(['turn to local', 'end ada', 'ended ada', 'end local', 'ended local']);
});

test('[SYNC-4] quitting while the account that was left still ends waits for both', async () => {
  const { houses, done, holdEnding } = openSwitch();
  const ending = holdEnding();
  await houses.show(ADA);
  const over = houses[Symbol.asyncDispose]();
  expect(done.at(-1)).toBe('end local');
  ending.resolve();
  await over;
  expect(done.slice(-3)).toEqual(['ended local', 'end ada', 'ended ada']);
});

test('[SYNC-4] a first account that never opened has nothing to end', async () => {
  const first = Promise.reject<Movable>(new Failure('damaged', 'These scripts cannot be read.'));
  const houses = new HouseSwitch('local', first, {
    open: () => first,
    handOver: async () => 'flushed',
    turnTo: async () => undefined,
    renewWindows: () => undefined,
    onTrouble: () => undefined,
  });
  await houses[Symbol.asyncDispose]();
  await expect(houses.house).rejects.toMatchObject({ code: 'damaged' });
});
