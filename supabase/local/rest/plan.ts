import type { GatewayRequest } from '../gateway/part.ts';
import { callSql, type Arguments } from './call-sql.ts';
import { chooseFunction } from './choose-function.ts';
import { parseBody } from './parse-body.ts';
import { parsePreferences, type Preferences } from './parse-prefer.ts';
import { parseQuery, withRange } from './parse-query.ts';
import type { Query } from './query.ts';
import { leftOut, restError } from './rest-error.ts';
import { findTable, type DatabaseFunction, type SchemaCache, type Settings } from './schema-cache.ts';
import type { Sql } from './sql.ts';
import {
  deleteSql,
  insertSql,
  plannedCountSql,
  readSql,
  updateSql,
  type Counting,
  type Wanted,
} from './statement-sql.ts';
import { acceptedShape } from './accept.ts';

export type Action = 'read' | 'insert' | 'update' | 'delete' | 'call';

/** What is to be run for a request, and what its answer needs to know. */
export interface Plan {
  readonly action: Action;
  readonly main: Sql;
  readonly explain: Sql | undefined;
  readonly readOnly: boolean;
  /** The function, when one is called. */
  readonly called: DatabaseFunction | undefined;
  readonly functionSettings: Settings;
  readonly query: Query;
  readonly preferences: Preferences;
  /** A single object was asked for: any other number of rows is an error. */
  readonly single: boolean;
  readonly isHead: boolean;
}

export interface PlanSettings {
  readonly schema: string;
  readonly maxRows: number;
}

type Parts = Pick<GatewayRequest, 'method' | 'path' | 'query' | 'headers' | 'body'>;

/** Decides everything that can be decided without the database. What cannot be done is thrown, in PostgREST's words. */
export function planRequest(request: Parts, cache: SchemaCache, settings: PlanSettings): Plan {
  checkProfile(request, settings.schema);
  const [first, second, ...more] = request.path
    .split('/')
    .filter((piece) => piece !== '')
    .map(decodePiece);
  if (first === undefined) throw leftOut('the OpenAPI description of the schema');
  if (more.length > 0 || (second !== undefined && first !== 'rpc')) throw badPath();
  const preferences = parsePreferences(textOf(request.headers['prefer']));
  if (second !== undefined) return planCall(second, request, preferences, cache, settings);
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return planRead(first, request, preferences, cache, settings);
    case 'POST':
    case 'PATCH':
    case 'DELETE':
      return planWrite(first, request, request.method, preferences, cache, settings);
    case 'PUT':
      throw leftOut('single upserts by PUT');
    default:
      throw restError(405, 'PGRST117', `Unsupported HTTP method: ${request.method}`);
  }
}

function planRead(
  name: string,
  request: Parts,
  preferences: Preferences,
  cache: SchemaCache,
  settings: PlanSettings,
): Plan {
  const table = findTable(cache, settings.schema, name);
  const isHead = request.method === 'HEAD';
  const parsed = parseQuery(request.query, { arguments: false });
  const query = isHead ? parsed : withRange(parsed, textOf(request.headers['range']));
  const single = acceptedShape(request.headers.accept) === 'object';
  const guesses = preferences.count === 'planned' || preferences.count === 'estimated';
  return {
    action: 'read',
    main: readSql(table, query, wantedOf({ single, isHead, preferences, settings }), cache),
    explain: guesses ? plannedCountSql(table, query) : undefined,
    readOnly: true,
    called: undefined,
    functionSettings: [],
    query,
    preferences,
    single,
    isHead,
  };
}

function planWrite(
  name: string,
  request: Parts,
  method: 'POST' | 'PATCH' | 'DELETE',
  preferences: Preferences,
  cache: SchemaCache,
  settings: PlanSettings,
): Plan {
  const table = findTable(cache, settings.schema, name);
  const query = parseQuery(request.query, { arguments: false });
  if (query.limit !== undefined || query.offset > 0) throw leftOut('writes with limit or offset');
  const single = acceptedShape(request.headers.accept) === 'object';
  const wanted: Wanted = {
    shape: preferences.returns !== 'representation' ? 'nothing' : single ? 'object' : 'list',
    counting: { kind: 'none' },
    maxRows: settings.maxRows,
  };
  const plan = (action: Action, main: Sql): Plan => ({
    action,
    main,
    explain: undefined,
    readOnly: false,
    called: undefined,
    functionSettings: [],
    query,
    preferences,
    single,
    isHead: false,
  });
  if (method === 'DELETE') {
    refuseEverything('DELETE', query);
    return plan('delete', deleteSql(table, query, wanted, cache));
  }
  const contentType = textOf(request.headers['content-type']);
  const body = parseBody(request.body, { contentType, columns: query.columns, mayBeEmpty: false });
  if (method === 'PATCH') {
    refuseEverything('UPDATE', query);
    return plan('update', updateSql(table, query, body, wanted, cache));
  }
  if (preferences.returns === 'headers-only') throw leftOut('answers with a Location alone');
  const key = query.onConflict ?? table.primaryKey;
  const ignoreDuplicatesOf = preferences.duplicates === 'ignore' ? key : undefined;
  return plan('insert', insertSql(table, query, { body, ignoreDuplicatesOf }, wanted, cache));
}

function planCall(
  name: string,
  request: Parts,
  preferences: Preferences,
  cache: SchemaCache,
  settings: PlanSettings,
): Plan {
  const isHead = request.method === 'HEAD';
  const isRead = isHead || request.method === 'GET';
  if (!isRead && request.method !== 'POST') {
    throw restError(405, 'PGRST101', `Cannot use the ${request.method} method on RPC`);
  }
  const parsed = parseQuery(request.query, { arguments: isRead });
  const query = request.method === 'GET' ? withRange(parsed, textOf(request.headers['range'])) : parsed;
  const given: Arguments = isRead
    ? { values: new Map(query.arguments) }
    : parseBody(request.body, {
        contentType: textOf(request.headers['content-type']),
        columns: query.columns,
        mayBeEmpty: true,
      });
  if ('isList' in given && given.isList) throw leftOut('calls with a list of arguments');
  const names = 'values' in given ? [...given.values.keys()] : given.keys;
  const called = chooseFunction(cache, settings.schema, name, names, { byPost: !isRead });
  const single = acceptedShape(request.headers.accept) === 'object';
  return {
    action: 'call',
    main: callSql(called, given, query, wantedOf({ single, isHead, preferences, settings }), cache),
    explain: undefined,
    readOnly: isRead || called.volatility !== 'volatile',
    called,
    functionSettings: called.settings,
    query,
    preferences,
    single,
    isHead,
  };
}

function wantedOf(of: {
  readonly single: boolean;
  readonly isHead: boolean;
  readonly preferences: Preferences;
  readonly settings: PlanSettings;
}): Wanted {
  const counting: Readonly<Record<NonNullable<Preferences['count']>, Counting>> = {
    exact: { kind: 'exact' },
    planned: { kind: 'none' },
    estimated: { kind: 'upTo', rows: of.settings.maxRows + 1 },
  };
  return {
    shape: of.isHead ? 'nothing' : of.single ? 'object' : 'list',
    counting: of.preferences.count === undefined ? { kind: 'none' } : counting[of.preferences.count],
    maxRows: of.settings.maxRows,
  };
}

/** Hosted projects load pg-safeupdate for every caller: what would touch every row is refused unless it says so. */
function refuseEverything(verb: 'UPDATE' | 'DELETE', query: Query): void {
  if (query.conditions.length === 0) throw restError(400, '21000', `${verb} requires a WHERE clause`);
}

function checkProfile({ method, headers }: Parts, schema: string): void {
  const isRead = method === 'GET' || method === 'HEAD';
  const profile = textOf(headers[isRead ? 'accept-profile' : 'content-profile']);
  if (profile !== undefined && profile !== schema) {
    throw restError(406, 'PGRST106', `Invalid schema: ${profile}`, {
      hint: `Only the following schemas are exposed: ${schema}`,
    });
  }
}

function decodePiece(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch (error) {
    if (error instanceof URIError) throw badPath();
    throw error;
  }
}

function badPath(): Error {
  return restError(404, 'PGRST125', 'Invalid path specified in request URL');
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ');
}
