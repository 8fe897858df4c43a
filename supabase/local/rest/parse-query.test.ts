import { expect, test } from 'vitest';
import { parseQuery, withRange } from './parse-query.ts';
import { MAX_DEPTH } from './parse-filter.ts';
import { RestError, type Refusal } from './rest-error.ts';

function parse(address: string): ReturnType<typeof parseQuery> {
  return parseQuery(new URLSearchParams(address), { arguments: false });
}

function refusal(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof RestError) return error.refusal;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

const plain = (column: string): object => ({ column, path: [] });

test('[REST-1] a select list has names, aliases, casts and paths into JSON', () => {
  expect(parse('select=id,name:title,size::text,tag:data->tags->>0,"a, b",*').select).toEqual([
    { kind: 'field', field: plain('id'), alias: undefined, cast: undefined },
    { kind: 'field', field: plain('title'), alias: 'name', cast: undefined },
    { kind: 'field', field: plain('size'), alias: undefined, cast: 'text' },
    {
      kind: 'field',
      field: {
        column: 'data',
        path: [
          { arrow: '->', to: { key: 'tags' } },
          { arrow: '->>', to: { index: 0 } },
        ],
      },
      alias: 'tag',
      cast: undefined,
    },
    { kind: 'field', field: plain('a, b'), alias: undefined, cast: undefined },
    { kind: 'everything' },
  ]);
  expect(parse('select=').select).toEqual([]);
});

test.each([
  ['eq.x y', { kind: 'compare', operator: 'eq', each: undefined, value: 'x y' }],
  ['eq.', { kind: 'compare', operator: 'eq', each: undefined, value: '' }],
  ['gte.2', { kind: 'compare', operator: 'gte', each: undefined, value: '2' }],
  ['like(any).{a*,b*}', { kind: 'compare', operator: 'like', each: 'any', value: '{a*,b*}' }],
  ['cs.{"a b",c}', { kind: 'compare', operator: 'cs', each: undefined, value: '{"a b",c}' }],
  ['in.(a,"b,c","d\\"e",)', { kind: 'in', values: ['a', 'b,c', 'd"e', ''] }],
  ['in.()', { kind: 'in', values: [] }],
  ['is.NULL', { kind: 'is', state: 'null' }],
  ['is.not_null', { kind: 'is', state: 'not_null' }],
  ['isdistinct.5', { kind: 'distinct', value: '5' }],
  ['wfts(english).cats & dogs', { kind: 'search', operator: 'wfts', language: 'english', value: 'cats & dogs' }],
])('[REST-1] a filter %s is read as it is meant', (value, operation) => {
  const parameters = new URLSearchParams([['a', value]]);
  expect(parseQuery(parameters, { arguments: false }).conditions).toEqual([
    { kind: 'filter', negated: false, field: plain('a'), operation },
  ]);
});

test('[REST-1] conditions nest, and negate filters and groups', () => {
  const { conditions } = parse('or=(a.eq.1,not.and(b.not.gt."x,)",c.cs.{1,2}),d.in.(1,2))');
  const filter = (column: string, negated: boolean, operation: object): object => ({
    kind: 'filter',
    negated,
    field: plain(column),
    operation,
  });
  const compare = (operator: string, value: string): object => ({
    kind: 'compare',
    operator,
    each: undefined,
    value,
  });
  expect(conditions).toEqual([
    {
      kind: 'or',
      negated: false,
      conditions: [
        filter('a', false, compare('eq', '1')),
        {
          kind: 'and',
          negated: true,
          conditions: [filter('b', true, compare('gt', 'x,)')), filter('c', false, compare('cs', '{1,2}'))],
        },
        filter('d', false, { kind: 'in', values: ['1', '2'] }),
      ],
    },
  ]);
});

test('[REST-1] order, limits, columns and keys are read; a limit that is no number is passed over', () => {
  expect(parse('order=a.desc.nullslast,data->>b&limit=10&offset=20&columns="a","b"&on_conflict=a,b')).toMatchObject({
    order: [
      { field: plain('a'), direction: 'desc', nulls: 'last' },
      { field: { column: 'data', path: [{ arrow: '->>', to: { key: 'b' } }] }, direction: undefined, nulls: undefined },
    ],
    limit: 10,
    offset: 20,
    columns: ['a', 'b'],
    onConflict: ['a', 'b'],
  });
  expect(parse('limit=many').limit).toBeUndefined();
});

test('[REST-1] of a function called by GET whatever is no filter is an argument', () => {
  const query = parseQuery(new URLSearchParams('since=5&a=gt.2&note=eq'), { arguments: true });
  expect(query.arguments).toEqual([
    ['since', '5'],
    ['note', 'eq'],
  ]);
  expect(query.conditions).toHaveLength(1);
});

test.each([
  ['select=a,,b', 'PGRST100'],
  ['select=a[]', 'PGRST100'],
  ['select=data->', 'PGRST100'],
  ['select=count()', 'PGRST123'],
  ['select=a.sum()', 'PGRST123'],
  ['select=owner(name)', '501'],
  ['select=...owner(name)', '501'],
  ['select=owner!inner(name)', '501'],
  ['a=foo', 'PGRST100'],
  ['a=noop.1', 'PGRST100'],
  ['a=is.maybe', 'PGRST100'],
  ['a=in.1,2', 'PGRST100'],
  ['a=in.(1,2)x', 'PGRST100'],
  ['or=a.eq.1', 'PGRST100'],
  ['or=(a.eq.1', 'PGRST100'],
  ['or=(a.eq.1)x', 'PGRST100'],
  ['or=()', 'PGRST100'],
  ['order=a.sideways', 'PGRST100'],
  ['order=owner(name)', '501'],
  ['owner.name=eq.1', 'PGRST108'],
  ['owner.order=name', 'PGRST108'],
  ['columns=a,', 'PGRST100'],
  ['limit=-1', 'PGRST103'],
])('[REST-1] %s is refused with %s', (address, code) => {
  expect(refusal(() => parse(address)).code).toBe(code);
});

test('[REST-1] a complaint names the place', () => {
  expect(refusal(() => parse('a=val'))).toMatchObject({
    status: 400,
    message: '"failed to parse filter (val)" (line 1, column 1)',
    details: 'unexpected "v" expecting "not" or operator (eq, gt, ...)',
  });
});

test('[REST-1] groups nest only so deep', () => {
  const nested = (depth: number): string => `or=${'(or'.repeat(depth - 1)}(a.eq.1)${')'.repeat(depth - 1)}`;
  expect(parse(nested(MAX_DEPTH)).conditions).toHaveLength(1);
  expect(refusal(() => parse(nested(MAX_DEPTH + 1))).code).toBe('PGRST100');
});

test('[REST-5] the header Range and the limits of the address give the narrower of both', () => {
  const range = (address: string, header: string | undefined): object => {
    const { limit, offset } = withRange(parse(address), header);
    return { limit, offset };
  };
  expect(range('', '0-9')).toEqual({ limit: 10, offset: 0 });
  expect(range('', '5-')).toEqual({ limit: undefined, offset: 5 });
  expect(range('limit=3&offset=2', '0-99')).toEqual({ limit: 3, offset: 2 });
  expect(range('limit=0', '0-99')).toEqual({ limit: 0, offset: 0 });
  expect(range('limit=3', 'rows')).toEqual({ limit: 3, offset: 0 });
  expect(refusal(() => range('', '9-1')).status).toBe(416);
});
