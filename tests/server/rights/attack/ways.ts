import type pg from 'pg';
import * as z from 'zod';
import { signToken } from '../../../../supabase/local/keys.ts';
import type { Catalog } from '../catalog.ts';
import { callOf } from '../deeds.ts';
import { Outcome, isDenied } from '../probe.ts';
import { quoted } from '../sql.ts';
import type { Attempt, Channel } from './calls.ts';

/** What came of an attempt. `denied`: by grants or policies; `refused`: by a function, with a code. */
export type Answer =
  | { readonly kind: 'answered'; readonly rows: number; readonly body: unknown }
  | { readonly kind: 'denied' }
  | { readonly kind: 'refused'; readonly code: string; readonly body: unknown }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'broken'; readonly message: string };

/** Someone's way to the server. What an attempt changes stays changed. */
export interface Way {
  readonly name: 'sql' | 'rest';
  make(attempt: Attempt): Promise<Answer>;
}

/** As PostgREST does it, without the way there; what fails is taken back and what does not stays. */
const ATTEMPT = `
create function pg_temp.attempt(run_as text, claims text, headers text, topic text, statement text) returns jsonb
language plpgsql as $$
declare
  answer jsonb;
  affected bigint;
  status text;
begin
  begin
    perform set_config('request.jwt.claims', claims, true), set_config('request.headers', headers, true),
      set_config('request.method', 'POST', true), set_config('response.status', '', true),
      set_config('realtime.topic', topic, true), set_config('role', run_as, true);
    if statement like 'select %' then execute statement into answer; else execute statement; end if;
    get diagnostics affected = row_count;
    status := nullif(current_setting('response.status', true), '');
    perform set_config('role', 'none', true);
    return jsonb_build_object('rows', affected, 'answer', answer, 'status', status);
  exception when others then
    return jsonb_build_object('error', sqlstate, 'message', sqlerrm);
  end;
end
$$`;

const Refusal = z.object({ code: z.string() });
const REFUSED_FROM = 400;

/** Arguments that no function could be called with: wrong types, numbers out of range, no such function. */
const isMalformed = (sqlState: string): boolean =>
  sqlState.startsWith('22') || /^(?:42883|42804|42725|42846)$/.test(sqlState);

export async function openSqlWay(client: pg.ClientBase, catalog: Catalog): Promise<Way> {
  await client.query(ATTEMPT);
  return {
    name: 'sql',
    make: async (attempt) => {
      const { role, claims, headers } = attempt.caller;
      const topic = 'channel' in attempt ? topicOf(attempt.channel) : '';
      const { rows } = await client.query<{ outcome: unknown }>(
        'select pg_temp.attempt($1, $2, $3, $4, $5) as outcome',
        [role, claims, headers, topic, statementOf(attempt, catalog)],
      );
      const outcome = Outcome.parse(rows[0]?.outcome);
      if (isDenied(outcome)) return { kind: 'denied' };
      if ('error' in outcome) {
        return {
          kind: isMalformed(outcome.error) ? 'malformed' : 'broken',
          message: `${outcome.error} ${outcome.message}`,
        };
      }
      const refusal = Number(outcome.status ?? 0) >= REFUSED_FROM ? Refusal.safeParse(outcome.answer) : undefined;
      return refusal?.success === true
        ? { kind: 'refused', code: refusal.data.code, body: outcome.answer }
        : { kind: 'answered', rows: outcome.rows, body: outcome.answer };
    },
  };
}

export const topicOf = ({ of, id, epoch }: Channel): string => `${of}:${id}:${epoch}`;

function statementOf(attempt: Attempt, catalog: Catalog): string {
  switch (attempt.kind) {
    case 'function':
      return callOf({ routine: attempt.routine, about: '', needs: [], arguments: () => attempt.arguments }, undefined);
    case 'read': {
      const key = keyOf(catalog, attempt.table).map((column) => `"${column}"::text`);
      return `select coalesce(jsonb_agg(jsonb_build_array(${key.join(', ')})), '[]') from public."${attempt.table}"`;
    }
    case 'write':
      return writeOf(attempt);
    case 'listen':
      return `select coalesce(jsonb_agg(distinct topic), '[]') from realtime.messages`;
    case 'speak':
      return `insert into realtime.messages (topic, extension, event, payload, private)
        values (${quoted(topicOf(attempt.channel))}, 'broadcast', 'said', '{}', true)`;
    default:
      return attempt satisfies never;
  }
}

export const keyOf = (catalog: Catalog, table: string): readonly string[] =>
  catalog.tables.find(({ name }) => name === table)?.key ?? [];

function writeOf({ table, verb, values }: Extract<Attempt, { kind: 'write' }>): string {
  const given = Object.entries(values).filter(([, value]) => verb === 'update' || value !== null);
  const columns = given.map(([column]) => `"${column}"`).join(', ');
  const record = `jsonb_populate_record(null::public."${table}", ${quoted(JSON.stringify(Object.fromEntries(given)))})`;
  if (verb === 'insert') return `insert into public."${table}" (${columns}) select ${columns} from ${record}`;
  if (verb === 'delete') return `delete from public."${table}"`;
  return `update public."${table}" set ${given.map(([column]) => `"${column}" = (${record})."${column}"`).join(', ')}`;
}

export interface RestServer {
  readonly url: string;
  readonly anonKey: string;
  readonly jwtSecret: string;
  readonly catalog: Catalog;
}

/** Through the gateway, as any program can: with a signed token, over HTTP. */
export function openRestWay({ url, anonKey, jwtSecret, catalog }: RestServer): Way {
  const send = async (attempt: Attempt): Promise<Response> => {
    const { caller } = attempt;
    const claims: unknown = JSON.parse(caller.claims);
    const expires = { exp: Math.floor(Date.now() / 1000) + 3600 };
    const token =
      caller.role === 'anon' ? anonKey : signToken({ ...z.looseObject({}).parse(claims), ...expires }, jwtSecret);
    const init = {
      headers: {
        ...z.record(z.string(), z.string()).parse(JSON.parse(caller.headers)),
        apikey: anonKey,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
      },
    };
    const post = (path: string, method: string, body: unknown): Promise<Response> =>
      fetch(`${url}/rest/v1/${path}`, { ...init, method, body: JSON.stringify(body) });
    switch (attempt.kind) {
      case 'function':
        return post(`rpc/${attempt.routine}`, 'POST', attempt.arguments);
      case 'read':
        return fetch(`${url}/rest/v1/${attempt.table}?select=${keyOf(catalog, attempt.table).join(',')}`, init);
      case 'write': {
        const everything = `${attempt.table}?${keyOf(catalog, attempt.table)[0] ?? 'id'}=not.is.null`;
        if (attempt.verb === 'insert') return post(attempt.table, 'POST', attempt.values);
        if (attempt.verb === 'update') return post(everything, 'PATCH', attempt.values);
        return fetch(`${url}/rest/v1/${everything}`, { ...init, method: 'DELETE' });
      }
      case 'listen':
      case 'speak':
        throw new RangeError('Channels are reached through Realtime.');
      default:
        return attempt satisfies never;
    }
  };
  return { name: 'rest', make: async (attempt) => answerOf(attempt, await send(attempt), catalog) };
}

const Rows = z.array(z.record(z.string(), z.unknown()));

async function answerOf(attempt: Attempt, response: Response, catalog: Catalog): Promise<Answer> {
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  if (response.status >= REFUSED_FROM) {
    const refusal = Refusal.safeParse(body);
    const code = refusal.success ? refusal.data.code : `${response.status}`;
    if (code === '42501') return { kind: 'denied' };
    if (isMalformed(code) || code.startsWith('PGRST')) return { kind: 'malformed', message: text };
    return /^[\dA-Z]{5}$|^\d{3}$/.test(code) ? { kind: 'broken', message: text } : { kind: 'refused', code, body };
  }
  if (attempt.kind !== 'read') return { kind: 'answered', rows: attempt.kind === 'write' ? 0 : 1, body };
  const key = keyOf(catalog, attempt.table);
  const rows = Rows.parse(body).map((row) => key.map((column) => String(row[column])));
  return { kind: 'answered', rows: rows.length, body: rows };
}
