import type { IncomingHttpHeaders } from 'node:http';
import type { Claims } from '../gateway/tokens.ts';
import type { Settings } from './schema-cache.ts';
import { bind, ident, join, sql, type Sql } from './sql.ts';

export interface Caller {
  readonly role: string;
  readonly claims: Claims;
}

export interface Circumstances {
  readonly caller: Caller;
  /** What `ALTER ROLE … SET` says of the caller's role. */
  readonly roleSettings: Settings;
  /** What the called function's own `SET` says. */
  readonly functionSettings: Settings;
  readonly schema: string;
  readonly timezone: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * The one statement at the start of a transaction that makes it the caller's: everything holds until its end and no
 * longer. The role's settings come before the role, because they may need the right of the one who connected.
 */
export function settingsSql(circumstances: Circumstances): Sql {
  const { caller, schema } = circumstances;
  const searchPath = ident(schema).toStatement().text;
  const settings: Settings = [
    ['search_path', `${searchPath}, "public", "extensions"`],
    ...circumstances.roleSettings,
    ['role', caller.role],
    ['request.jwt.claims', JSON.stringify(caller.claims)],
    ['request.method', circumstances.method],
    ['request.path', circumstances.path],
    ['request.headers', JSON.stringify(headersOf(circumstances.headers))],
    ['request.cookies', JSON.stringify(cookiesOf(circumstances.headers.cookie))],
    ...(circumstances.timezone === undefined ? [] : [['timezone', circumstances.timezone] as const]),
    ...circumstances.functionSettings,
  ];
  return sql`select ${join(
    settings.map(([name, value]) => sql`set_config(${bind(name)}, ${bind(value)}, true)`),
    ', ',
  )}`;
}

function headersOf(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name === 'cookie' ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function cookiesOf(header: string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (header ?? '').split(';').flatMap((pair) => {
      const at = pair.indexOf('=');
      return at < 1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]];
    }),
  );
}
