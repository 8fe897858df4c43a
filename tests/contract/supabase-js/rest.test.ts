import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RestContract } from '../../support/server/rest-contract.ts';

let rest: RestContract;
let ana: SupabaseClient;
let anonymous: SupabaseClient;
let table: string;

beforeAll(async () => {
  rest = await RestContract.open({
    probe: '{t}_known',
    make: `
      create table public.{t} (
        id integer primary key, title text not null, data jsonb, tags text[], bytes bytea, size bigint
      );
      grant select, insert, update, delete on public.{t} to authenticated;
      revoke all on public.{t} from anon;
      create function public.{t}_add(a integer, b integer default 2) returns integer
        language sql stable as 'select a + b';
      create function public.{t}_put(id integer) returns jsonb language plpgsql as $$
        begin
          insert into public.{t} values (id, 'put');
          return jsonb_build_object('id', id);
        end $$;
      create function public.{t}_refuse() returns jsonb language plpgsql as $$
        begin
          perform set_config('response.status', '409', true);
          return '{"code": "version-conflict", "message": "Somebody was faster.", "details": "{}", "hint": null}'::jsonb;
        end $$;
      create function public.{t}_slow() returns void language sql set statement_timeout = '60ms'
        as 'select pg_catalog.pg_sleep(20)';
      grant execute on function public.{t}_add(integer, integer), public.{t}_put(integer), public.{t}_refuse(),
        public.{t}_slow() to authenticated;
      create function public.{t}_known() returns integer language sql stable as 'select 1';
      grant execute on function public.{t}_known() to anon;`,
  });
  const { url, anonKey } = rest.place;
  const { token } = await rest.person();
  table = rest.prefix;
  anonymous = createClient(url, anonKey, { auth: { persistSession: false } });
  ana = createClient(url, anonKey, { accessToken: () => Promise.resolve(token) });
});
beforeEach(async () => {
  await rest.database.query(
    rest.named(`truncate public.{t};
      insert into public.{t}
      select i, 'title ' || i, jsonb_build_object('n', i), array['all', 't' || i], '\\x00ff', 9007199254740993
      from generate_series(1, 12) as i`),
  );
});
afterAll(() => rest[Symbol.asyncDispose]());

test('[REST-1] the client chooses, filters, orders and pages', async () => {
  const { data, error, count, status } = await ana
    .from(table)
    .select('id, name:title, n:data->n, size::text', { count: 'exact' })
    .gt('id', 1)
    .or('id.lt.4,and(id.gt.9,title.like.*1*)')
    .contains('tags', ['all'])
    .not('title', 'is', null)
    .order('id', { ascending: false })
    .range(0, 2);
  expect({ data, error, count, status }).toEqual({
    data: [12, 11, 10].map((id) => ({ id, name: `title ${id}`, n: id, size: '9007199254740993' })),
    error: null,
    count: 5,
    status: 206,
  });
  const { count: all, data: none } = await ana.from(table).select('*', { count: 'exact', head: true });
  expect([all, none]).toEqual([12, null]);
});

test('[REST-1] values with commas, quotes, brackets and stars are found as they are', async () => {
  const odd = ['a,b', '"quoted"', '(in brackets)', 'back\\slash', 'dot.ted', "it's", ' spaces ', 'line\nbreak', '100%'];
  await ana.from(table).insert(odd.map((title, index) => ({ id: 100 + index, title })));
  for (const title of odd) {
    expect((await ana.from(table).select('title').eq('title', title)).data).toEqual([{ title }]);
    // The client puts no backslash before quotes within a list, so that the server takes these for its own.
    if (title.startsWith('"')) continue;
    expect((await ana.from(table).select('title').in('title', [title])).data).toEqual([{ title }]);
  }
});

test('[REST-4] single and maybeSingle', async () => {
  const of = (id: number) => ana.from(table).select('id').lte('id', id);
  expect((await of(1).single()).data).toEqual({ id: 1 });
  expect(await of(0).single()).toMatchObject({ status: 406, data: null, error: { code: 'PGRST116' } });
  expect(await of(2).single()).toMatchObject({
    status: 406,
    error: { code: 'PGRST116', details: 'The result contains 2 rows' },
  });
  expect(await of(0).maybeSingle()).toMatchObject({ data: null, error: null });
  expect((await of(2).maybeSingle()).error).toMatchObject({ code: 'PGRST116' });
});

test('[REST-6] the client adds, passes over duplicates, changes and removes', async () => {
  expect(await ana.from(table).insert({ id: 50, title: 'new' })).toMatchObject({
    status: 201,
    data: null,
    error: null,
  });
  const bulk = await ana
    .from(table)
    .insert([
      { id: 51, title: 'a' },
      { id: 52, title: 'b', data: { x: 1 } },
    ])
    .select('id, data');
  expect(bulk.data).toEqual([
    { id: 51, data: null },
    { id: 52, data: { x: 1 } },
  ]);
  const again = { onConflict: 'id', ignoreDuplicates: true };
  const upserted = await ana
    .from(table)
    .upsert(
      [
        { id: 51, title: 'again' },
        { id: 53, title: 'c' },
      ],
      again,
    )
    .select('id');
  expect(upserted.data).toEqual([{ id: 53 }]);
  const changed = await ana.from(table).update({ title: 'changed' }).gt('id', 50).select('id, title').order('id');
  expect(changed.data).toEqual([51, 52, 53].map((id) => ({ id, title: 'changed' })));
  const removed = await ana.from(table).delete().in('id', [51, 52]).select('id').single();
  expect(removed.error).toMatchObject({ code: 'PGRST116' });
  expect(await ana.from(table).delete({ count: 'exact' }).in('id', [51, 52])).toMatchObject({ status: 204, count: 2 });
  expect(await ana.from(table).insert({ id: 1, title: 'taken' })).toMatchObject({
    status: 409,
    error: { code: '23505', hint: null },
  });
});

test('[REST-7] the client calls functions by POST, GET and HEAD', async () => {
  expect((await ana.rpc(`${table}_add`, { a: 1 })).data).toBe(3);
  expect((await ana.rpc(`${table}_add`, { a: 1, b: 1 }, { get: true })).data).toBe(2);
  expect((await ana.rpc(`${table}_put`, { id: 70 })).data).toEqual({ id: 70 });
  expect(await ana.rpc(`${table}_nope`)).toMatchObject({ status: 404, error: { code: 'PGRST202' } });
});

test('[REST-8] a function called by GET cannot write', async () => {
  const reply = await ana.rpc(`${table}_put`, { id: 71 }, { get: true });
  expect(reply).toMatchObject({ status: 405, data: null, error: { code: '25006' } });
  expect((await ana.from(table).select('id').eq('id', 71)).data).toEqual([]);
});

test('[REST-9] a refusal by response.status is an error of the client', async () => {
  expect(await ana.rpc(`${table}_refuse`)).toMatchObject({
    status: 409,
    data: null,
    error: { code: 'version-conflict', message: 'Somebody was faster.', details: '{}', hint: null },
  });
});

test('[REST-11] a statement that takes too long is an error of the client', async () => {
  expect(await ana.rpc(`${table}_slow`)).toMatchObject({ status: 500, error: { code: '57014' } });
});

test('[REST-14] what is not granted is an error with 42501: 401 for nobody', async () => {
  expect(await anonymous.from(table).select()).toMatchObject({ status: 401, error: { code: '42501' } });
  expect(await anonymous.rpc(`${table}_put`, { id: 72 })).toMatchObject({ data: null });
});

test('[REST-17] bytes are \\x and hexadecimal digits, both ways', async () => {
  expect((await ana.from(table).select('bytes').eq('id', 1).single()).data).toEqual({ bytes: String.raw`\x00ff` });
  const put = await ana
    .from(table)
    .insert({ id: 80, title: 'bytes', bytes: String.raw`\x0102` })
    .select('bytes')
    .single();
  expect(put.data).toEqual({ bytes: String.raw`\x0102` });
});

test('[REST-15] a caller who goes away frees its connection at once', async () => {
  const leaving = new AbortController();
  const waiting = ana.rpc(`${table}_slow`).abortSignal(leaving.signal);
  leaving.abort();
  expect((await waiting).error).not.toBeNull();
  expect((await ana.rpc(`${table}_add`, { a: 1 })).data).toBe(3);
});
