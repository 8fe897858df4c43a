import type { Random } from '../../../support/random.ts';
import { allDeeds } from '../call-cells.ts';
import type { Catalog } from '../catalog.ts';
import type { Arguments } from '../deeds.ts';
import type { Json } from '../facts.ts';
import { everybody, organisations, personId, projects } from '../people.ts';
import { codeOf, deviceKeyId, organisationId, projectId } from '../planted-people.ts';
import { reviewDeeds } from '../review-deeds.ts';
import { scriptDeeds } from '../log-deeds.ts';
import { scripts } from '../scripts.ts';
import { rowsOf } from '../world.ts';
import { plainCallers, tamperedCallers, callersWithEyes, type Caller } from '../probe.ts';

interface By {
  readonly caller: Caller;
}

/** One thing that somebody tries. */
export type Attempt = By &
  (
    | {
        readonly kind: 'function';
        readonly routine: string;
        readonly arguments: Arguments;
        readonly aim: 'as meant' | 'another id' | 'an absent id' | 'malformed';
      }
    | { readonly kind: 'read'; readonly table: string }
    | {
        readonly kind: 'write';
        readonly table: string;
        readonly verb: 'insert' | 'update' | 'delete';
        readonly values: Readonly<Record<string, Json>>;
      }
    | { readonly kind: 'listen' | 'speak'; readonly channel: Channel }
  );

export interface Channel {
  readonly of: 'script' | 'cursors' | 'notes' | 'review';
  readonly id: string;
  readonly epoch: string;
}

const idsOf = (table: string): readonly string[] =>
  rowsOf(table).flatMap(({ values }) => (typeof values['id'] === 'string' ? [values['id']] : []));

/** Values that mean something, by the names of arguments that take them. */
const pools: Readonly<Record<string, readonly Json[]>> = {
  script_id: idsOf('scripts'),
  project_id: projects.map(projectId),
  organization_id: organisations.map(organisationId),
  version_id: idsOf('script_versions'),
  review_id: idsOf('reviews'),
  comment_id: idsOf('comments'),
  parent_id: idsOf('comments'),
  invitation_id: idsOf('invitations'),
  person_id: everybody.map(personId),
  decision_id: idsOf('decisions'),
  ids: idsOf('notifications').map((id) => [id]),
  people: everybody.map((person) => [personId(person)]),
  code: rowsOf('invitations').map(({ label }) => codeOf(label)),
  device_key_id: everybody.flatMap((person) => organisations.map((of) => deviceKeyId(person, of))),
};

const NONSENSE: readonly Json[] = [
  null,
  '',
  'not an id',
  "'; drop table scripts; --",
  -1,
  1e15,
  'x'.repeat(300),
  {},
  true,
];

const deeds = [...allDeeds, ...scripts.flatMap((script) => [...scriptDeeds(script), ...reviewDeeds(script)])];

/** Calls of one function are as likely as those of another, however many things they can be about. */
const deedsByRoutine = Map.groupBy(deeds, ({ routine }) => routine);
const routines = [...deedsByRoutine.keys()];

const channels: readonly Channel[] = [...rowsOf('scripts'), ...rowsOf('reviews')].flatMap(({ table, values }) => {
  const { id, epoch } = values;
  if (typeof id !== 'string' || typeof epoch !== 'string') return [];
  const kinds = table === 'reviews' ? (['review'] as const) : (['script', 'cursors', 'notes'] as const);
  return kinds.map((of): Channel => ({ of, id, epoch }));
});

export interface Choosing {
  readonly random: Random;
  readonly catalog: Catalog;
  /** What can be reached this way: channels need Realtime, and an unsigned role the database itself. */
  readonly way: 'sql' | 'rest';
}

export function anyAttempt({ random, catalog, way }: Choosing): Attempt {
  const everyone = random.chance(60) ? plainCallers : [...tamperedCallers, ...callersWithEyes];
  const caller = random.oneOf(
    way === 'sql' ? everyone : everyone.filter(({ how }) => how !== 'claims say service_role'),
  );
  const dice = random.below(100);
  if (dice < 10) return { caller, kind: 'read', table: random.oneOf(catalog.tables).name };
  if (dice < 18) return anyWrite(random, caller, catalog);
  if (dice < 24 && way === 'sql') {
    return { caller, kind: random.chance(50) ? 'listen' : 'speak', channel: random.oneOf(channels) };
  }
  return anyCall(random, caller);
}

function anyWrite(random: Random, caller: Caller, catalog: Catalog): Attempt {
  const { name, columns } = random.oneOf(catalog.tables);
  const sample = random.oneOf(rowsOf(name)).values;
  const column = random.oneOf(columns);
  const verb = random.oneOf(['insert', 'update', 'delete'] as const);
  const fresh = typeof sample['id'] === 'string' ? { ...sample, id: random.uuid() } : sample;
  const values = { insert: fresh, update: { [column]: sample[column] ?? null }, delete: {} }[verb];
  return { caller, kind: 'write', table: name, verb, values };
}

function anyCall(random: Random, caller: Caller): Attempt {
  const routine = random.oneOf(routines);
  const meant = random.oneOf(deedsByRoutine.get(routine) ?? []).arguments(caller.person);
  const versioned = 'expected_version' in meant ? { ...meant, expected_version: 1 + random.below(3) } : meant;
  const names = Object.keys(versioned);
  const call = { caller, kind: 'function', routine } as const;
  const dice = random.below(100);
  if (names.length > 0 && dice < 4) {
    const malformed = { ...versioned, [random.oneOf(names)]: random.oneOf(NONSENSE) };
    return { ...call, arguments: malformed, aim: 'malformed' };
  }
  const swappable = names.filter((name) => pools[name] !== undefined);
  if (swappable.length === 0 || dice >= 50) return { ...call, arguments: versioned, aim: 'as meant' };
  const name = random.oneOf(swappable);
  return dice < 12
    ? { ...call, arguments: { ...versioned, [name]: absent(name, random) }, aim: 'an absent id' }
    : { ...call, arguments: { ...versioned, [name]: random.oneOf(pools[name] ?? []) }, aim: 'another id' };
}

const absent = (name: string, random: Random): Json =>
  name === 'ids' || name === 'people' ? [random.uuid()] : random.uuid();

export function nameOf(attempt: Attempt): string {
  switch (attempt.kind) {
    case 'function':
      return `${attempt.routine}, ${attempt.aim}`;
    case 'read':
      return `read ${attempt.table}`;
    case 'write':
      return `${attempt.verb} ${attempt.table}`;
    case 'listen':
    case 'speak':
      return `${attempt.kind} on ${attempt.channel.of}`;
    default:
      return attempt satisfies never;
  }
}
