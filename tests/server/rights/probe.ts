import type pg from 'pg';
import * as z from 'zod';
import type { Role } from '../../../app/access/roles.ts';
import type { Viewer } from './facts.ts';
import { identities, identityNames, personId, type Identity } from './people.ts';

/** One of the eight, with the claims and headers that their requests carry. */
export interface Caller extends Viewer {
  readonly identity: Identity;
  readonly how: string;
  readonly role: 'anon' | 'authenticated';
  readonly claims: string;
  readonly headers: string;
}

/** What came of one statement. `reached`: it got past the rights, whatever stopped it then. */
export const Outcome = z.union([
  z.object({ rows: z.number(), answer: z.unknown(), status: z.string().nullable(), attempts: z.number().default(0) }),
  z.object({ error: z.string(), message: z.string() }),
]);
export type Outcome = z.output<typeof Outcome>;

const VIEWS = ['admin', 'internal', 'freelancer', 'client', 'viewer'] as const satisfies readonly Role[];

/** Claims as anybody may have them put into their token by asking, or could hope that a policy believes. */
const TAMPERED = {
  plain: {},
  'metadata says admin': {
    user_metadata: { role: 'admin', organization_role: 'admin', is_admin: true, sub: personId('ada') },
    app_metadata: { role: 'admin', roles: ['admin', 'service_role'], claims_admin: true },
  },
  'claims say service_role': {
    role: 'service_role',
    user_role: 'admin',
    email: 'ada@example.org',
    is_super_admin: true,
  },
} as const;

function callerOf(identity: Identity, how: string, claims: object, viewedAs?: Role): Caller {
  const person = identities[identity];
  const role = person === undefined ? 'anon' : 'authenticated';
  const own =
    person === undefined
      ? { role }
      : { sub: personId(person), role, aud: 'authenticated', email: `${person}@example.org` };
  return {
    identity,
    how,
    person,
    viewedAs,
    role,
    claims: JSON.stringify({ ...own, ...claims }),
    headers: JSON.stringify(viewedAs === undefined ? {} : { 'x-galley-view-as': viewedAs }),
  };
}

export const plainCallers: readonly Caller[] = identityNames.map((identity) => callerOf(identity, 'plain', {}));

export const tamperedCallers: readonly Caller[] = identityNames.flatMap((identity) =>
  Object.entries(TAMPERED).map(([how, claims]) => callerOf(identity, how, claims)),
);

/** Looking through others' eyes; for those without a role one pair is enough. */
export const callersWithEyes: readonly Caller[] = identityNames.flatMap((identity) =>
  VIEWS.filter((role) => role === 'admin' || !['revoked', 'stranger', 'anon'].includes(identity)).map((role) =>
    callerOf(identity, `viewing as ${role}`, {}, role),
  ),
);

/** Everybody, with every kind of claim, and looking through everybody's eyes. */
export const callers: readonly Caller[] = [...tamperedCallers, ...callersWithEyes];

/**
 * Each statement runs as the caller would run it through the API, and is taken back at once: an exception that carries
 * the outcome ends the block, and with it the role, the claims and everything that the statement did.
 */
const PROBE = `
create function pg_temp.probe(run_as text, claims text, headers text, statements text[], topics text[]) returns setof jsonb
language plpgsql as $$
declare
  statement text;
  answer jsonb;
  affected bigint;
begin
  for place in 1 .. cardinality(statements) loop
    statement := statements[place];
    begin
      perform set_config('request.jwt.claims', claims, true), set_config('request.headers', headers, true),
        set_config('request.method', 'POST', true), set_config('response.status', '', true),
        set_config('realtime.topic', coalesce(topics[place], ''), true), set_config('role', run_as, true);
      answer := null;
      if statement like 'select %' then execute statement into answer; else execute statement; end if;
      get diagnostics affected = row_count;
      perform set_config('role', 'none', true);
      raise exception using errcode = 'GA000', message = jsonb_build_object(
        'rows', affected, 'answer', answer, 'status', nullif(current_setting('response.status', true), ''),
        'attempts', (select count(*) from public.security_events where actor = (claims::jsonb ->> 'sub')::uuid))::text;
    exception
      when sqlstate 'GA000' then return next sqlerrm::jsonb;
      when others then return next jsonb_build_object('error', sqlstate, 'message', sqlerrm);
    end;
  end loop;
end
$$`;

export async function openProbe(client: pg.ClientBase): Promise<void> {
  await client.query(PROBE);
}

const Answers = z.array(z.object({ probe: Outcome }));

/** The outcome of each statement, in their order, each with its topic if it has one. Nothing of what they did remains. */
export async function probe(
  client: pg.ClientBase,
  { role, claims, headers }: Caller,
  statements: readonly string[],
  topics: readonly string[] = [],
): Promise<readonly Outcome[]> {
  if (statements.length === 0) return [];
  const { rows } = await client.query('select pg_temp.probe($1, $2, $3, $4, $5)', [
    role,
    claims,
    headers,
    statements,
    topics,
  ]);
  return Answers.parse(rows).map((row) => row.probe);
}

const BY_RIGHTS = /^permission denied for |violates row-level security policy/;

/** Stopped by grants or policies. A trigger or a constraint that stops it comes too late: the attempt reached the table. */
export const isDenied = (outcome: Outcome): boolean =>
  'error' in outcome && outcome.error === '42501' && BY_RIGHTS.test(outcome.message);
