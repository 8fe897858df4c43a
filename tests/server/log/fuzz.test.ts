import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMPTY_CHAIN } from '../../../app/server/chain.ts';
import { ScriptStatus } from '../../../app/server/log-calls.ts';
import { Random } from '../../support/random.ts';
import { chainAt, EMPTY, missing, pull, push, setStatus, type Model, type Outcome } from './model.ts';
import { Reader } from './reader.ts';
import { chainOf, typed, wire, type Update } from './updates.ts';
import { openWorld, type Arguments, type LogCall, type Role, type World } from './world.ts';

const STEPS = 80;
const { SEED } = process.env;
/** `SEED=17 npm test -- --project server tests/server/log/fuzz` replays one history. */
const seeds = SEED === undefined ? [1, 2, 3, 4, 5, 6] : [Number(SEED)];
const ROLES: readonly Role[] = ['admin', 'internal', 'freelancer', 'freelancer', 'freelancer', 'viewer', 'client'];

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

interface Step {
  readonly name: LogCall;
  readonly role: Role;
  readonly args: Arguments;
  readonly next: Model;
  readonly outcome: Outcome;
}

/** Some updates of a history that may go on, repeat itself, be mixed up, or lie about its bytes. */
function anyUpdates(model: Model, random: Random): readonly Update[] {
  const fresh = typed(random, 1 + random.below(4), 1 + random.below(50));
  if (model.log.length === 0 || random.chance(40)) return fresh;
  const old = Array.from({ length: 1 + random.below(3) }, () => random.oneOf(model.log));
  if (random.chance(30)) return old;
  const mixed = [...fresh, ...old].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const [first] = mixed;
  const [other] = typed(random);
  return first && other && random.chance(20) ? [{ ...first, bytes: other.bytes }, ...mixed.slice(1)] : mixed;
}

function anyStep(model: Model, random: Random): Step {
  const role = random.oneOf(ROLES);
  const name = random.oneOf([
    'push_updates',
    'push_updates',
    'push_updates',
    'pull_updates',
    'missing_updates',
    'set_status',
  ] as const);
  switch (name) {
    case 'push_updates': {
      const updates = anyUpdates(model, random);
      const [next, outcome] = push(model, role, updates);
      return { name, role, args: { updates: wire(updates) }, next, outcome };
    }
    case 'pull_updates': {
      const position = random.below(model.log.length + 2);
      const chain = random.chance(85) ? chainAt(model, position) : EMPTY_CHAIN;
      const outcome = pull(model, role, { position, chain });
      return { name, role, args: { position, chain, max_bytes: 1 + random.below(500) }, next: model, outcome };
    }
    case 'missing_updates': {
      const known = model.log.filter(() => random.chance(30)).map(({ id }) => id);
      const ids = [random.uuid(), ...known, random.uuid()];
      return { name, role, args: { ids }, next: model, outcome: missing(model, role, ids) };
    }
    case 'set_status': {
      const status = random.oneOf(ScriptStatus.options);
      const expected = model.version - (random.chance(70) ? 0 : 1);
      const [next, outcome] = setStatus(model, role, { status, expected });
      return { name, role, args: { status, expected_version: expected }, next, outcome };
    }
    default:
      return name satisfies never;
  }
}

for (const seed of seeds) {
  test(`[PUSH-10] the server and the model of a log stay one through any history (seed ${seed})`, async () => {
    const random = new Random(seed);
    const script_id = random.uuid();
    await world.people.admin.call('create_script', { script_id, project_id: world.project, title: `Seed ${seed}` });
    let model = EMPTY;
    const follower = Reader.as(world.people.viewer, script_id);
    for (let n = 0; n < STEPS; n += 1) {
      const { name, role, args, next, outcome } = anyStep(model, random);
      const { body } = await world.people[role].ask(name, { script_id, ...args });
      const expected = 'refused' in outcome ? { code: outcome.refused } : outcome.answered;
      expect(body, `step ${n}: ${name} by ${role}`).toMatchObject(expected);
      model = next;
      if (random.chance(20)) await follower.pull(1 + random.below(400));
    }
    while (follower.position < model.log.length) await follower.pull();
    expect(follower.updates).toEqual(model.log.map(({ id, bytes }) => ({ id, bytes: Uint8Array.from(bytes) })));
    expect(follower.chain).toBe(chainOf(model.log));
  });
}
