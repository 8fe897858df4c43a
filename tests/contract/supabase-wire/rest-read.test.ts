import { afterAll, beforeAll, expect, test } from 'vitest';
import { RestContract, refusalIn } from '../../support/server/rest-contract.ts';

let rest: RestContract;

beforeAll(async () => {
  rest = await RestContract.open({
    probe: '{t}_known',
    make: `
      create table public.{t} (
        id integer primary key, title text, size bigint, data jsonb, tags text[], bytes bytea, "odd name" text
      );
      insert into public.{t}
      select i, 'title ' || i, i * 10, jsonb_build_object('a', jsonb_build_object('b', i), 'list', jsonb_build_array(i)),
        array['all', 'only' || i], decode('0001ff', 'hex'), case when i % 2 = 0 then 'even' end
      from generate_series(1, 12) as i;
      create table public.{t}_many (id integer primary key);
      insert into public.{t}_many select generate_series(1, 1100);
      grant select on public.{t}, public.{t}_many to anon, authenticated, service_role;
      create function public.{t}_known() returns integer language sql stable as 'select 1';
      grant execute on function public.{t}_known() to anon;`,
  });
});
afterAll(() => rest[Symbol.asyncDispose]());

const ids = async (address: string): Promise<unknown> => {
  const { status, body } = await rest.wire('GET', `/{t}?select=id&order=id&${address}`);
  return status === 200 ? (body as readonly { readonly id: number }[]).map(({ id }) => id) : body;
};

test.each([
  ['id=eq.3', [3]],
  ['id=neq.1&id=lt.3', [2]],
  ['id=gte.11', [11, 12]],
  ['id=gt.11', [12]],
  ['id=lte.2', [1, 2]],
  ['title=like.*1', [1, 11]],
  ['title=ilike.TITLE 2', [2]],
  ['title=like(any).{*3,*4}', [3, 4]],
  ['title=match.^title 1.$', [10, 11, 12]],
  ['id=in.(1,"2",99)', [1, 2]],
  ['id=in.()', []],
  ['id=not.in.(1,2,3,4,5,6,7,8,9)', [10, 11, 12]],
  ['"odd name"=is.null&id=lt.4', [1, 3]],
  ['"odd name"=not.is.null&id=lt.4', [2]],
  ['tags=cs.{all,only3}', [3]],
  ['tags=cd.{all,only3,only4}', [3, 4]],
  ['tags=ov.{only5,only6}', [5, 6]],
  ['data=cs.{"a":{"b":7}}', [7]],
  ['data->a->b=eq.8', [8]],
  ['data->a->>b=eq.9', [9]],
  ['data->list->0=eq.4', [4]],
  ['title=fts.7', [7]],
  ['title=plfts(english).title 8', [8]],
  ['or=(id.eq.1,and(id.gt.10,title.like.*2),not.or(id.gt.3,id.lt.3))', [1, 3, 12]],
  ['and=(id.gt.1,id.lt.4)&not.or=(id.eq.2)', [3]],
  ['title=isdistinct.title 1&id=lt.3', [2]],
])('[REST-1] %s finds what it says', async (address, found) => {
  expect(await ids(address)).toEqual(found);
});

test('[REST-1] columns, aliases, casts and JSON come as asked, and numbers keep their digits', async () => {
  const { body, headers } = await rest.wire(
    'GET',
    '/{t}?select=id,name:title,size::text,data->a->b,x:data->list->>0&id=eq.2',
  );
  expect(body).toEqual([{ id: 2, name: 'title 2', size: '20', b: 2, x: '2' }]);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('[REST-1] rows come in the order asked for, nulls where they are wanted', async () => {
  const { body } = await rest.wire('GET', '/{t}?select=id&order="odd name".asc.nullsfirst,id.desc&limit=3');
  expect(body).toEqual([{ id: 11 }, { id: 9 }, { id: 7 }]);
});

test('[REST-17] bytes come as \\x and hexadecimal digits', async () => {
  const { body } = await rest.wire('GET', '/{t}?select=bytes&id=eq.1');
  expect(body).toEqual([{ bytes: String.raw`\x0001ff` }]);
});

test.each([
  ['', undefined, 200, '0-11/*', 12],
  ['limit=5', undefined, 200, '0-4/*', 5],
  ['offset=10&limit=5', undefined, 200, '10-11/*', 2],
  ['', 'count=exact', 200, '0-11/12', 12],
  ['limit=5&offset=5', 'count=exact', 206, '5-9/12', 5],
  ['limit=0', 'count=exact', 206, '*/12', 0],
  ['id=eq.99', 'count=exact', 200, '*/0', 0],
  ['offset=12', 'count=exact', 206, '*/12', 0],
])('[REST-5] a page of "%s" with %s is %i %s', async (address, prefer, status, range, rows) => {
  const reply = await rest.wire('GET', `/{t}?select=id&order=id&${address}`, {
    headers: prefer === undefined ? {} : { prefer },
  });
  expect({ status: reply.status, range: reply.headers.get('content-range') }).toEqual({ status, range });
  expect(reply.body).toHaveLength(rows);
  expect(reply.headers.get('preference-applied')).toBe(prefer ?? null);
});

test('[REST-5] an offset beyond the end of a counted table is 416', async () => {
  const reply = await rest.wire('GET', '/{t}?select=id&offset=13', { headers: { prefer: 'count=exact' } });
  expect(reply.status).toBe(416);
  expect(reply.headers.get('content-range')).toBe('*/12');
  expect(reply.body).toEqual({
    code: 'PGRST103',
    message: 'Requested range not satisfiable',
    details: 'An offset of 13 was requested, but there are only 12 rows.',
    hint: null,
  });
});

test('[REST-5] HEAD counts without a body, and the header Range is a limit', async () => {
  const counted = await rest.wire('HEAD', '/{t}?select=id&id=gt.2', { headers: { prefer: 'count=exact' } });
  expect([counted.status, counted.headers.get('content-range'), counted.text]).toEqual([200, '0-9/10', '']);
  const ranged = await rest.wire('GET', '/{t}?select=id&order=id', { headers: { range: '2-3' } });
  expect([ranged.body, ranged.headers.get('content-range')]).toEqual([[{ id: 3 }, { id: 4 }], '2-3/*']);
  expect((await rest.wire('GET', '/{t}', { headers: { range: '5-1' } })).status).toBe(416);
});

test('[REST-5] no answer has more than 1,000 rows, and the planner guesses the number when asked', async () => {
  const all = await rest.wire('GET', '/{t}_many?select=id&limit=5000', { headers: { prefer: 'count=exact' } });
  expect([all.status, all.headers.get('content-range')]).toEqual([206, '0-999/1100']);
  expect(all.body).toHaveLength(1_000);
  await rest.database.query(rest.named('analyze public.{t}_many'));
  const planned = await rest.wire('HEAD', '/{t}_many?select=id', { headers: { prefer: 'count=planned' } });
  expect(planned.headers.get('content-range')).toBe('0-999/1100');
});

const OBJECT = { accept: 'application/vnd.pgrst.object+json' };

test('[REST-4] a single object is one row and no other number', async () => {
  const one = await rest.wire('GET', '/{t}?select=id&id=eq.1', { headers: OBJECT });
  expect([one.status, one.body]).toEqual([200, { id: 1 }]);
  expect(one.headers.get('content-type')).toBe('application/vnd.pgrst.object+json; charset=utf-8');
  for (const [address, count] of [
    ['id=eq.99', 0],
    ['id=lt.3', 2],
  ] as const) {
    const reply = await rest.wire('GET', `/{t}?select=id&${address}`, { headers: OBJECT });
    expect(reply.status).toBe(406);
    expect(refusalIn(reply)).toEqual({
      code: 'PGRST116',
      message: 'Cannot coerce the result to a single JSON object',
      details: `The result contains ${count} rows`,
      hint: null,
    });
  }
});

test.each([
  ['GET', '/{t}_nope', 404, 'PGRST205'],
  ['GET', '/{t}?select=nope', 400, '42703'],
  ['GET', '/{t}?nope=eq.1', 400, '42703'],
  ['GET', '/{t}?order=nope', 400, '42703'],
  ['GET', '/{t}?id=eq.x', 400, '22P02'],
  ['GET', '/{t}?id=1', 400, 'PGRST100'],
  ['GET', '/{t}?select=id,,', 400, 'PGRST100'],
  ['GET', '/{t}?select=id::nope', 400, '42704'],
  ['GET', '/{t}?title=sl.1', 404, '42883'],
  ['GET', '/{t}?other.id=eq.1', 400, 'PGRST108'],
  ['GET', '/{t}?limit=-1', 416, 'PGRST103'],
  ['GET', '/a/b/c', 404, 'PGRST125'],
])('[REST-3] %s %s is %i %s', async (method, address, status, code) => {
  const reply = await rest.wire(method, address);
  expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status, code });
});

test('[REST-3] another schema than public is not offered', async () => {
  const reply = await rest.wire('GET', '/users', { headers: { 'accept-profile': 'auth' } });
  expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status: 406, code: 'PGRST106' });
});
