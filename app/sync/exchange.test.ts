import { expect, test } from 'vitest';
import { anUpdate, digest } from '../../tests/support/sync/updates.ts';
import { ringOf } from '../../tests/support/sync/small-server.ts';
import { Random } from '../../tests/support/random.ts';
import { PersonId } from '../ids.ts';
import { Chain, EMPTY_CHAIN, type Cursor } from '../server/chain.ts';
import { follow, holds, pushHeard, ringHeard, walk, type Heard } from './exchange.ts';

const random = new Random(9);
const updates = Array.from({ length: 12 }, () => anUpdate(random));
const start: Cursor = { position: 0, chain: EMPTY_CHAIN };
const places = walk(start, updates, digest);
const placeAt = (position: number): Cursor => places[position - 1] ?? start;
const trailTo = (position: number): ReadonlyMap<number, Chain> =>
  new Map([start, ...places.slice(0, position)].map((place) => [place.position, place.chain]));
/** The ring of `count` updates from position `first` on. */
const ring = (first: number, count = 1): Heard =>
  ringHeard(ringOf(placeAt(first - 1), updates.slice(first - 1, first - 1 + count)));
const options = { digest, maxBytes: 1_000_000 };

test('[ENGINE-3] what follows the cursor becomes one page, in whatever order it was heard', () => {
  const heard = [ring(7), ring(5, 2), ring(4)];
  const followed = follow(placeAt(3), heard, trailTo(3), options);
  expect(followed.page).toEqual({ from: placeAt(3), updates: updates.slice(3, 7), to: placeAt(7), people: [] });
  expect(followed).toMatchObject({ rest: [], needsPull: false, places: places.slice(3, 7) });
});

test('[ENGINE-3] beyond a gap nothing is taken; it is kept, and a pull asked for', () => {
  const followed = follow(placeAt(3), [ring(4), ring(6)], trailTo(3), options);
  expect(followed.page?.to).toEqual(placeAt(4));
  expect(followed).toMatchObject({ rest: [{ first: 6 }], needsPull: true });
});

test('[ENGINE-3] old rings are let pass; those of another history, and those that say only that there is more, are not', () => {
  const old = follow(placeAt(6), [ring(4), ring(6), ring(2, 3)], trailTo(6), options);
  expect(old).toEqual({ page: null, places: [], rest: [], needsPull: false });
  const other = Chain.parse('ab'.repeat(32));
  for (const heard of [
    { ...ring(5), chainBefore: other },
    { ...ring(7), chainBefore: other },
    { ...ring(7), updates: null },
    // Half of it is here already.
    ring(6, 2),
  ]) {
    expect(follow(placeAt(6), [heard], trailTo(6), options)).toMatchObject({ page: null, needsPull: true });
  }
});

test('[ENGINE-3] a page is cut where it is large; the rest follows with the next', () => {
  const heard = Array.from({ length: 6 }, (_, index) => ring(index + 1));
  const followed = follow(start, heard, trailTo(0), { digest, maxBytes: 1 });
  expect(followed.page?.to.position).toBe(1);
  expect(followed.rest).toHaveLength(5);
  expect(followed.needsPull).toBe(false);
});

test('[ENGINE-1] a push’s answer is a page where it tells enough: new positions without a gap, up to the end', () => {
  const me = PersonId.parse(random.uuid());
  const batches = updates
    .slice(4, 6)
    .map(({ id, format, bytes }) => ({ batchId: id, format, bytes, claimedAuthor: null }));
  const answer = { positions: [5, 6], head: 6, chain: placeAt(6).chain };
  const heard = pushHeard(batches, answer, me);
  if (heard === null) throw new RangeError('The answer tells enough.');
  expect(follow(placeAt(4), [heard], trailTo(4), options).page?.to).toEqual(placeAt(6));
  expect(follow(placeAt(3), [heard], trailTo(3), options)).toMatchObject({ page: null, needsPull: true });
  // Another chain than ours leads to: the server has another history.
  const wrong = { ...heard, chainAfter: placeAt(7).chain };
  expect(follow(placeAt(4), [wrong], trailTo(4), options)).toMatchObject({ page: null, needsPull: true });
  for (const positions of [[5, 7], [6, 5], []]) expect(pushHeard(batches, { ...answer, positions }, me)).toBeNull();
  expect(pushHeard(batches, { ...answer, head: 9 }, me)).toBeNull();
});

test('[ENGINE-3] a page holds when its updates lead from its beginning to its end', () => {
  const page = { from: placeAt(2), updates: updates.slice(2, 5), to: placeAt(5), people: [] };
  expect(holds(page, digest)).toBe(true);
  expect(holds({ ...page, updates: updates.slice(2, 4) }, digest)).toBe(false);
  expect(holds({ ...page, to: { ...placeAt(5), chain: EMPTY_CHAIN } }, digest)).toBe(false);
  expect(holds({ ...page, from: placeAt(1) }, digest)).toBe(false);
});
