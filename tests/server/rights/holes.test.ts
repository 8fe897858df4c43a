import { afterAll, beforeAll, expect, test } from 'vitest';
import { tally } from './cells.ts';
import { cellsSeenBy, cellsWith } from './hole.ts';
import { holes } from './holes.ts';
import { openSmallWorld, type SmallWorld } from './small-world.ts';

const named = holes.map((hole) => [hole.name, hole] as const);
let world: SmallWorld;

beforeAll(async () => {
  world = await openSmallWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

test('[RIGHTS-9] where the holes are looked for, nothing is wrong without them', async () => {
  const wrong: string[] = [];
  for (const look of new Set(holes.map((hole) => hole.look))) {
    const { wrongAllow, wrongDeny } = tally(await cellsSeenBy(world.client, { look }));
    if (wrongAllow.length + wrongDeny.length > 0) wrong.push(look);
  }
  expect(wrong).toEqual([]);
});

test.for(named)('[RIGHTS-9] a planted hole turns cells red: %s', async ([, hole]) => {
  const { wrongAllow, wrongDeny } = tally(await cellsWith(world.client, hole));
  expect(hole.isTelling === true ? wrongDeny : wrongAllow).not.toEqual([]);
});

test('[RIGHTS-9] at least twenty holes are known, each by a name of its own', () => {
  expect(holes.length).toBeGreaterThanOrEqual(20);
  expect(new Set(holes.map(({ name }) => name)).size).toBe(holes.length);
});
