import * as Y from 'yjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_CHAIN } from '../../../app/server/chain.ts';
import { limits } from '../../../app/server/limits.ts';
import type { RefusalCode } from '../../../app/server/refusal.ts';
import { fingerprint } from './tables.ts';
import { typed, wire } from './updates.ts';
import { openWorld, type Arguments, type LogCall, type World } from './world.ts';

/** What people have tried to have run. */
const INJECTIONS = [
  `'; drop table public.scripts; --`,
  `x'); select pg_sleep(10); --`,
  `$$; delete from public.script_updates; $$`,
  '{"role":"admin"}',
  '%s %I %L \\',
  `" => 1) or (true`,
];
/** What shows nothing, or not what it is. */
const UNREADABLE = [
  '',
  ' ',
  '\t',
  '\u00a0\u2003',
  '\u200b\u200d',
  '\u202e',
  '\ufeff',
  'two\nlines',
  'bell\u0007',
  'x'.repeat(201),
];

const V2 = (() => {
  const doc = new Y.Doc();
  doc.getText('t').insert(0, 'in the newer form');
  return Y.encodeStateAsUpdateV2(doc);
})();

let world: World;
let script_id: string;
let untouched: Readonly<Record<string, string>>;
beforeAll(async () => {
  world = await openWorld();
  script_id = await world.script();
  await world.people.freelancer.call('push_updates', { script_id, updates: wire(typed(world.random, 3)) });
  untouched = await fingerprint(world.database.admin);
});
afterAll(() => world[Symbol.asyncDispose]());

const base64 = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('base64');
const large = (bytes: number): string => Buffer.alloc(bytes, 1).toString('base64');

/** An update that is good but for what is named. */
function badly(part: object): Arguments {
  const [good] = wire(typed(world.random));
  return { updates: [{ ...good, ...part }] };
}

const pushes: Readonly<Record<string, readonly [RefusalCode, () => Arguments]>> = {
  'no updates': ['bad-request', () => ({ updates: null })],
  'an object': ['bad-request', () => ({ updates: {} })],
  'a text': ['bad-request', () => ({ updates: JSON.stringify('x') })],
  'an empty list': ['bad-request', () => ({ updates: JSON.stringify([]) })],
  'a list of nothing': ['bad-request', () => ({ updates: JSON.stringify([null]) })],
  'a list of numbers': ['bad-request', () => ({ updates: JSON.stringify([1]) })],
  'a list of lists': ['bad-request', () => ({ updates: JSON.stringify([[]]) })],
  'a list of texts': ['bad-request', () => ({ updates: JSON.stringify(['x']) })],
  'one update too many': ['too-large', () => ({ updates: wire(typed(world.random, limits.pushUpdates + 1)) })],
  'one good and one bad': ['bad-request', () => ({ updates: [...wire(typed(world.random)), { id: 'x' }] })],
  'one update twice': [
    'bad-request',
    () => {
      const updates = wire(typed(world.random));
      return { updates: [...updates, ...updates] };
    },
  ],
  'no id': ['bad-request', () => badly({ id: undefined })],
  'an id of nothing': ['bad-request', () => badly({ id: null })],
  'a short id': ['bad-request', () => badly({ id: '0123' })],
  'an id in other digits': ['bad-request', () => badly({ id: '٠١٢٣٤٥٦٧-0000-4000-8000-000000000000' })],
  'no format': ['bad-request', () => badly({ format: undefined })],
  'a format of nothing': ['bad-request', () => badly({ format: null })],
  'half a format': ['bad-request', () => badly({ format: 1.5 })],
  'a format beyond numbers': ['bad-request', () => badly({ format: 2 ** 40 })],
  'format 0': ['unknown-format', () => badly({ format: 0 })],
  'format 2': ['unknown-format', () => badly({ format: 2 })],
  'format -1': ['unknown-format', () => badly({ format: -1 })],
  'no bytes': ['bad-request', () => badly({ bytes: undefined })],
  'bytes of nothing': ['bad-request', () => badly({ bytes: null })],
  'empty bytes': ['bad-request', () => badly({ bytes: '' })],
  'bytes as numbers': ['bad-request', () => badly({ bytes: [0, 0] })],
  'bytes as an object': ['bad-request', () => badly({ bytes: { 0: 1, 1: 1 } })],
  'bytes in hexadecimal': ['bad-request', () => badly({ bytes: '\\x0000' })],
  'bytes in base64url': ['bad-request', () => badly({ bytes: '_-_-' })],
  'half a base64': ['bad-request', () => badly({ bytes: 'AAA' })],
  'base64 with more behind': ['bad-request', () => badly({ bytes: 'AAA=A' })],
  'base64 in letters that look alike': ['bad-request', () => badly({ bytes: 'АAAA' })],
  'one byte': ['bad-request', () => badly({ bytes: base64(0) })],
  'a Yjs update V2': ['bad-request', () => badly({ bytes: base64(...V2) })],
  'a text as an update': ['bad-request', () => badly({ bytes: Buffer.from('Hello').toString('base64') })],
  zeros: ['bad-request', () => badly({ bytes: base64(0, 0, 0) })],
  'an author who is none': ['bad-request', () => badly({ author: 'Ada' })],
  'one byte too long': ['too-large', () => badly({ bytes: large(limits.updateBytes + 1) })],
  'far too long': ['too-large', () => badly({ bytes: large(8 * limits.updateBytes) })],
  'together too long': [
    'too-large',
    () => ({
      updates: Array.from({ length: 5 }, () => ({
        id: world.random.uuid(),
        format: 1,
        bytes: large(limits.updateBytes),
      })),
    }),
  ],
};

describe('what is no update', () => {
  for (const [what, [code, args]] of Object.entries(pushes)) {
    test(`[PUSH-5] ${what} is refused and changes nothing`, async () => {
      const refusal = await world.people.freelancer.refusal('push_updates', { script_id, ...args() });
      expect(refusal).toMatchObject({ code });
    });
  }
});

test('[PUSH-5] what is as large as it may be is taken', async () => {
  await using other = await openWorld(2);
  const script = await other.script();
  const updates = Array.from({ length: 4 }, () => ({
    id: other.random.uuid(),
    format: 1,
    bytes: large(limits.updateBytes),
  }));
  expect(await other.people.freelancer.call('push_updates', { script_id: script, updates })).toMatchObject({ head: 4 });
});

const others: Readonly<Record<string, readonly [LogCall, Arguments]>> = {
  'a position before the first': ['pull_updates', { position: -1, chain: EMPTY_CHAIN, max_bytes: 1 }],
  'no position': ['pull_updates', { position: null, chain: EMPTY_CHAIN, max_bytes: 1 }],
  'no chain': ['pull_updates', { position: 0, chain: null, max_bytes: 1 }],
  'a short chain': ['pull_updates', { position: 0, chain: '00', max_bytes: 1 }],
  'a chain and a line break': ['pull_updates', { position: 0, chain: `${EMPTY_CHAIN}\n`, max_bytes: 1 }],
  'a chain in capitals': ['pull_updates', { position: 0, chain: 'A'.repeat(64), max_bytes: 1 }],
  'no bytes at all': ['pull_updates', { position: 0, chain: EMPTY_CHAIN, max_bytes: 0 }],
  'unsaid bytes': ['pull_updates', { position: 0, chain: EMPTY_CHAIN, max_bytes: null }],
  'no ids': ['missing_updates', { ids: null }],
  'no device': ['seen', { device_id: null, position: 1 }],
  'seen before the first': ['seen', { device_id: EMPTY_CHAIN.slice(0, 32), position: -1 }],
  'no status': ['set_status', { status: null, expected_version: 1 }],
};
for (const [what, [name, args]] of Object.entries(others)) {
  test(`[SERVER-3] ${name} with ${what} is refused and changes nothing`, async () => {
    expect(await world.people.admin.refusal(name, { script_id, ...args })).toMatchObject({ code: 'bad-request' });
  });
}

test('[SERVER-3] too many ids at once are refused', async () => {
  const ids = Array.from({ length: limits.missingIds + 1 }, () => script_id);
  expect(await world.people.viewer.refusal('missing_updates', { script_id, ids })).toMatchObject({ code: 'too-large' });
});

test('[SERVER-3] a name that cannot be read is refused', async () => {
  const { admin } = world.people;
  for (const name of UNREADABLE) {
    const id = world.random.uuid();
    const calls: readonly (readonly [LogCall, Arguments])[] = [
      ['create_organization', { organization_id: id, name, person_name: 'Ada' }],
      ['create_organization', { organization_id: id, name: 'House', person_name: name }],
      ['create_project', { project_id: id, organization_id: world.organization, name }],
      ['create_script', { script_id: id, project_id: world.project, title: name }],
      ['rename_project', { project_id: world.project, name, expected_version: 1 }],
      ['rename_script', { script_id, title: name, expected_version: 1 }],
    ];
    for (const [call, args] of calls) {
      expect(await admin.refusal(call, args), `${call} ${JSON.stringify(name)}`).toMatchObject({ code: 'bad-request' });
    }
  }
});

test('[SERVER-6] nothing that is sent is run: not as SQL, not as JSON, not as a pattern', async () => {
  const { freelancer } = world.people;
  for (const text of INJECTIONS) {
    for (const part of [{ id: text }, { bytes: text }, { format: text }, { author: text }]) {
      const refusal = await freelancer.refusal('push_updates', { script_id, ...badly(part) });
      expect(refusal, JSON.stringify(part)).toMatchObject({ code: 'bad-request' });
    }
    const args = { script_id, position: 0, chain: text, max_bytes: 1 };
    expect(await freelancer.refusal('pull_updates', args)).toMatchObject({ code: 'bad-request' });
  }
});

test('[SERVER-3] after all this every table is as it was', async () => {
  expect(await fingerprint(world.database.admin)).toEqual(untouched);
});

test('[SERVER-6] a name may be any text that can be read, and is kept as it is', async () => {
  await using other = await openWorld(3);
  for (const title of [...INJECTIONS, 'مشهد ١', '第一场', '👩‍🎬 take 2', 'e\u0301', '🎬'.repeat(200), '<b>&amp;</b>']) {
    const id = other.random.uuid();
    const args = { script_id: id, project_id: other.project, title };
    expect(await other.people.internal.call('create_script', args)).toMatchObject({ id, title });
  }
});
