import { expect, test } from 'vitest';
import { Random } from '../../../tests/support/random.ts';
import { callSql } from './call-sql.ts';
import { parseBody } from './parse-body.ts';
import { parseQuery } from './parse-query.ts';
import { RestError } from './rest-error.ts';
import type { SchemaCache, Table } from './schema-cache.ts';
import { bind, ident, join, sql, type CatalogType } from './sql.ts';
import { deleteSql, insertSql, readSql, updateSql, type Wanted } from './statement-sql.ts';

// In the program only the reader of the catalog makes these.
const type = (name: string): CatalogType => name as CatalogType;

const columns = new Map(
  ['id', 'title', 'data', 'od"d', "it's"].map((name) => [name, { name, type: type('text') }] as const),
);
const table: Table = { schema: 'public', name: 'doc', columns, primaryKey: ['id'] };
const cache: SchemaCache = {
  tables: new Map([['doc', table]]),
  functions: new Map(),
  types: new Map([['int', type('integer')]]),
  roles: new Map(),
};
const wanted: Wanted = { shape: 'list', counting: { kind: 'exact' }, maxRows: 1_000 };

test('[REST-2] a statement is made of words of this source, quoted names and parameters', () => {
  const { text, values } =
    sql`select ${ident('a"b')} from t where ${join([sql`x = ${bind('1; drop')}`, sql`y = ${bind(null)}`], ' and ')}`.toStatement();
  expect(text).toBe('select "a""b" from t where x = $1 and y = $2');
  expect(values).toEqual(['1; drop', null]);
  expect(() => ident('a\u0000b')).toThrow(RangeError);
});

test('[REST-2] a read is built from quoted names, in one statement', () => {
  const parameters = new URLSearchParams([
    ['select', "n:title::int,data->>it's"],
    ['title', "eq.' or 1=1 --"],
    ['"od\\"d"', 'gt.1'],
    ['order', 'id.desc'],
    ['limit', '5'],
  ]);
  const { text, values } = readSql(table, parseQuery(parameters, { arguments: false }), wanted, cache).toStatement();
  expect(text.replaceAll(/\s+/g, ' ')).toBe(
    'with source as (select cast("public"."doc"."title" as integer) as "n", ("public"."doc"."data" ->> $1::text) as "it\'s" ' +
      'from "public"."doc" where ("public"."doc"."title" = $2) and ("public"."doc"."od""d" > $3) ' +
      'order by "public"."doc"."id" desc limit $4 offset $5) ' +
      'select (select count(*) from "public"."doc" where ("public"."doc"."title" = $6) and ("public"."doc"."od""d" > $7))::text as total, ' +
      "count(*)::text as page, coalesce(json_agg(answer), '[]')::text as body, " +
      "nullif(current_setting('response.headers', true), '') as headers, " +
      "nullif(current_setting('response.status', true), '') as status from source as answer",
  );
  expect(values).toEqual(["it's", "' or 1=1 --", '1', '5', '0', "' or 1=1 --", '1']);
});

test.each(['select=secret', 'secret=eq.1', 'order=secret', 'or=(secret.eq.1)', 'select=title::regclass'])(
  '[REST-3] %s, which the schema does not have, reaches no statement',
  (address) => {
    const query = parseQuery(new URLSearchParams(address), { arguments: false });
    expect(() => readSql(table, query, wanted, cache)).toThrow(RestError);
  },
);

/** Pieces that mean something to SQL, JSON, to this grammar, or to nobody. */
const PIECES = [
  "'",
  '"',
  '\\',
  ';',
  '--',
  '/*',
  '$1',
  '$$',
  '\u0000',
  '(',
  ')',
  ',',
  '.',
  ':',
  '::',
  '->',
  '->>',
  '*',
  '{',
  '}',
  '%',
  ' ',
  '\n',
  'é',
  '💾',
  '\ud800',
  'title',
  'id',
  'od"d',
  'secret',
  'eq.',
  'in.(',
  'is.null',
  'not.',
  'or',
  'and(',
  'drop table doc',
  "' or '1'='1",
  'int',
  'text',
];

test('[REST-2] whatever is asked, a statement holds only words of its own, known names and placeholders', () => {
  const random = new Random(20);
  const anyText = (): string => Array.from({ length: 1 + random.below(6) }, () => random.oneOf(PIECES)).join('');
  let built = 0;
  for (let turn = 0; turn < 20_000; turn += 1) {
    const parameters = new URLSearchParams(
      Array.from({ length: 1 + random.below(3) }, () => anyParameter(random, anyText)),
    );
    const statement = attempt(() => {
      const query = parseQuery(parameters, { arguments: false });
      const body = parseBody(Buffer.from(JSON.stringify({ [random.oneOf(['title', anyText()])]: anyText() })), {
        contentType: undefined,
        columns: undefined,
        mayBeEmpty: false,
      });
      return random.oneOf([
        () => readSql(table, query, wanted, cache),
        () => insertSql(table, query, { body, ignoreDuplicatesOf: query.onConflict }, wanted, cache),
        () => updateSql(table, query, body, wanted, cache),
        () => deleteSql(table, query, wanted, cache),
        () => callSql(anyCall, body, { ...query, conditions: [], order: [], select: [] }, wanted, cache),
      ])();
    });
    if (statement === undefined) continue;
    built += 1;
    const { text, values } = statement.toStatement();
    const foreign = withoutNames(text).replaceAll(OWN_WORDS, '');
    expect(foreign.trim(), `${parameters} gave ${text}`).toBe('');
    expect(text.match(/\$\d+/g)?.length ?? 0).toBeGreaterThanOrEqual(values.length);
  }
  expect(built).toBeGreaterThan(8_000);
});

/** Mostly well formed, so that much of it gets as far as a statement. */
function anyParameter(random: Random, anyText: () => string): [string, string] {
  const quoted = (): string => `"${anyText().replaceAll(/[\\"]/g, '\\$&')}"`;
  const column = random.oneOf(['title', 'id', 'data->>a', '"od\\"d"', `data->${quoted()}`]);
  const value = random.oneOf([
    () =>
      `${random.oneOf(['eq.', 'like.', 'ilike(any).', 'cs.', 'fts.', 'wfts(english).', 'isdistinct.'])}${anyText()}`,
    () => `in.(1,${quoted()})`,
    () => `${random.oneOf(['eq.', 'not.gt.'])}${quoted()}`,
  ])();
  return random.oneOf([
    (): [string, string] => [column, value],
    (): [string, string] => [random.oneOf(['or', 'not.and']), `(${column}.eq.${quoted()},id.in.(1,${quoted()}))`],
    (): [string, string] => ['select', `id,${quoted()}:${column}${random.oneOf(['', '::int'])}`],
    (): [string, string] => ['order', `${column}.desc`],
    (): [string, string] => [random.oneOf(['select', 'order', 'or', 'title', 'columns', anyText()]), anyText()],
  ])();
}

const anyCall = {
  schema: 'public',
  name: 'f',
  parameters: [{ name: 'title', type: type('text'), required: false }],
  returns: { kind: 'scalar', set: false },
  volatility: 'volatile',
  settings: [],
  isolation: undefined,
} as const;

/** Aliases are the caller's, but stand in quotes: what is within quotes, doubled ones included, is a name. */
function withoutNames(text: string): string {
  return text.replaceAll(/"(?:[^"]|"")*"/g, '');
}

const OWN_WORDS = new RegExp(
  [
    'with|source|as|select|from|where|and|or|not|order|by|asc|desc|nulls|first|last|limit|offset|count|coalesce',
    'json_agg|to_json|answer|current_setting|nullif|total|page|body|headers|status|null|cast|any|all|is|distinct|true|false|unknown',
    'insert|into|on|conflict|do|nothing|returning|update|set|delete|json_to_recordset|json_to_record|json_array_elements',
    'like|ilike|to_tsvector|to_tsquery|plainto_tsquery|phraseto_tsquery|websearch_to_tsquery|regconfig',
    'materialized|called|value|lateral|every|text|integer|json|values',
  ]
    .map((words) => `\\b(?:${words})\\b`)
    .join('|')
    .concat(
      String.raw`|'response\.(?:headers|status)'|'null'|'1'|'\[\]'|''|\$\d+|->>|->|:=|::|-\|-|@@|@>|<@|&&|<<|>>|&<|&>|<>|>=|<=|~\*|[=<>~(),.*]|\b\d\b|\s`,
    ),
  'g',
);

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RestError) return undefined;
    throw error;
  }
}
