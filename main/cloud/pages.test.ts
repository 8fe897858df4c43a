import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { PersonId, UpdateId } from '../../app/ids.ts';
import { toBase64 } from '../../app/server/base64.ts';
import { chainAfter, chainToHex, EMPTY_CHAIN, hexToChain, type Cursor } from '../../app/server/chain.ts';
import { encodeFrames } from '../../app/server/frames.ts';
import { logResults } from '../../app/server/log-calls.ts';
import { Random } from '../../tests/support/random.ts';
import { readPulled } from './pages.ts';

const random = new Random(3);
const epoch = 'e'.repeat(32);
const from: Cursor = { position: 0, chain: EMPTY_CHAIN };
const people = [PersonId.parse(random.uuid()), PersonId.parse(random.uuid())];
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const frames = Array.from({ length: 3 }, (_, index) => ({
  id: UpdateId.parse(random.uuid()),
  format: 1,
  bytes: Uint8Array.from({ length: 20 }, () => random.below(256)),
  pushedBy: index % 2,
  author: index === 2 ? 0 : undefined,
}));
const chain = chainToHex(
  frames.reduce<Uint8Array>((running, frame) => chainAfter(running, frame, sha256), hexToChain(EMPTY_CHAIN)),
);
const page = {
  kind: 'updates',
  first: 1,
  count: 3,
  frames: toBase64(encodeFrames(frames)),
  people: people.map((id) => ({ id, name: 'Ana' })),
  chain,
  head: 5,
  has_more: true,
  epoch,
};
const state = Uint8Array.from({ length: 50 }, () => random.below(256));
const snapshot = {
  kind: 'snapshot',
  bytes: toBase64(state),
  sha256: Buffer.from(sha256(state)).toString('hex'),
  position: 4,
  chain,
  head: 5,
  epoch,
};

const read = (result: unknown) => readPulled(from, logResults.pull_updates.parse(result));

test('[CLOUD-17] a page that holds is read whole', async () => {
  const pulled = await read(page);
  expect(pulled).toMatchObject({ kind: 'updates', head: 5, page: { to: { position: 3, chain } } });
  if (pulled?.kind !== 'updates') throw new Error('no updates');
  expect(pulled.page.updates.map(({ id, pushedBy, claimedAuthor }) => [id, pushedBy, claimedAuthor])).toEqual([
    [frames[0]?.id, people[0], null],
    [frames[1]?.id, people[1], null],
    [frames[2]?.id, people[0], people[0]],
  ]);
  expect(await read(snapshot)).toEqual({
    kind: 'snapshot',
    head: 5,
    epoch,
    page: { from, state, to: { position: 4, chain } },
  });
});

const changed = (index: number): string => {
  const bytes = encodeFrames(frames);
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return toBase64(bytes);
};
test.each([
  ['a bit of an update', { ...page, frames: changed(30) }],
  ['a bit of an id', { ...page, frames: changed(20) }],
  ['a length', { ...page, frames: changed(3) }],
  ['a person who is not listed', { ...page, people: page.people.slice(0, 1) }],
  ['an update left out', { ...page, count: 2, frames: toBase64(encodeFrames(frames.slice(0, 2))) }],
  ["two updates in each other's place", { ...page, frames: toBase64(encodeFrames(frames.toReversed())) }],
  ['another number', { ...page, count: 2 }],
  ['another beginning', { ...page, first: 2 }],
  ['another chain', { ...page, chain: 'a'.repeat(64) }],
  ['more than the log holds', { ...page, head: 2 }],
  ['no base64', { ...page, frames: '*' }],
  [
    'a bit of a snapshot',
    { ...snapshot, bytes: toBase64(state.map((byte, index) => (index === 9 ? byte ^ 1 : byte))) },
  ],
  ['a snapshot of before', { ...snapshot, sha256: '0'.repeat(64) }],
  ['a snapshot beyond the log', { ...snapshot, head: 3 }],
])('[CLOUD-17] a page that does not hold is none: %s', async (_, result) => {
  expect(await read(result)).toBeUndefined();
});

test('[CLOUD-19] a long page is read in pieces, between which main does other things', async () => {
  const long = Array.from({ length: 2_000 }, () => ({
    id: UpdateId.parse(random.uuid()),
    format: 1,
    bytes: Uint8Array.from({ length: 30 }, () => random.below(256)),
    pushedBy: 0,
    author: undefined,
  }));
  const running = long.reduce<Uint8Array>(
    (chainSoFar, frame) => chainAfter(chainSoFar, frame, sha256),
    hexToChain(EMPTY_CHAIN),
  );
  let turns = 0;
  let isRead = false;
  const count = (): void => {
    turns += 1;
    if (!isRead) setImmediate(count);
  };
  setImmediate(count);
  const count2000 = { count: 2_000, head: 2_000, has_more: false };
  const pulled = await read({
    ...page,
    ...count2000,
    frames: toBase64(encodeFrames(long)),
    chain: chainToHex(running),
  });
  isRead = true;
  if (pulled?.kind !== 'updates') throw new Error('no updates');
  expect(pulled.page.updates.map(({ id }) => id)).toEqual(long.map(({ id }) => id));
  expect(turns).toBeGreaterThanOrEqual(7);
});
