import { afterAll, beforeAll, expect, test } from 'vitest';
import { RestContract, refusalIn, type Person } from '../../support/server/rest-contract.ts';

let rest: RestContract;
let ana: Person;

beforeAll(async () => {
  rest = await RestContract.open({
    probe: '{t}_known',
    make: `
      create table public.{t} (id integer primary key, title text not null);
      insert into public.{t} select i, 'title ' || i from generate_series(1, 5) as i;
      grant select, insert on public.{t} to authenticated;

      create function public.{t}_add(a integer, b integer default 2) returns integer
        language sql stable as 'select a + b';
      create function public.{t}_echo(value jsonb) returns jsonb language sql immutable as 'select value';
      create function public.{t}_text(value text) returns text language sql immutable as 'select value';
      create function public.{t}_list(value integer[]) returns integer[] language sql immutable as 'select value';
      create function public.{t}_nothing() returns void language plpgsql as 'begin end';
      create function public.{t}_null() returns integer language sql stable as 'select null::integer';
      create function public.{t}_numbers() returns setof integer language sql stable as 'select generate_series(1, 5)';
      create function public.{t}_rows(lowest integer) returns setof public.{t}
        language sql stable as 'select * from public.{t} where id >= lowest';
      create function public.{t}_pairs() returns table (n integer, word text)
        language sql stable as $$ values (1, 'one'), (2, 'two') $$;
      create function public.{t}_one() returns public.{t} language sql stable as 'select * from public.{t} where id = 1';
      create function public.{t}_over(a integer) returns integer language sql stable as 'select 1';
      create function public.{t}_over(a text) returns integer language sql stable as 'select 2';
      create function public.{t}_over(a integer, b integer) returns integer language sql stable as 'select 3';
      create function public.{t}_write(id integer) returns integer
        language sql as $$ insert into public.{t} values ($1, 'written') returning id $$;
      create function public.{t}_sly(id integer) returns integer language plpgsql stable
        as $$ begin perform public.{t}_write(id); return id; end $$;
      create function public.{t}_refuse(id integer, status text) returns jsonb language plpgsql as $$
        begin
          insert into public.{t} values (id, 'refused');
          perform set_config('response.status', status, true);
          perform set_config('response.headers', '[{"X-Reason": "because"}]', true);
          return '{"code": "not-now", "message": "Not now.", "details": null, "hint": "Later."}'::jsonb;
        end $$;
      create function public.{t}_headers() returns integer language plpgsql as $$
        begin perform set_config('response.headers', '"x"', true); return 1; end $$;
      create function public.{t}_raise(state text) returns void language plpgsql as $$
        begin
          raise exception using errcode = state, message = 'said', detail = 'more', hint = 'do that';
        end $$;
      create function public.{t}_decide() returns void language plpgsql as $$
        begin
          raise sqlstate 'PGRST' using
            message = '{"code": "mine", "message": "Mine.", "details": "d", "hint": "h"}',
            detail = '{"status": 418, "headers": {"X-Powered-By": "tea"}}';
        end $$;
      create function public.{t}_slow() returns void language sql set statement_timeout = '60ms'
        as 'select pg_catalog.pg_sleep(20)';
      create function public.{t}_who() returns jsonb language sql stable as $$
        select jsonb_build_object(
          'role', current_user, 'id', auth.uid(), 'timeout', current_setting('statement_timeout'),
          'method', current_setting('request.method'), 'path', current_setting('request.path'),
          'header', current_setting('request.headers')::jsonb -> 'x-galley-view-as',
          'readOnly', current_setting('transaction_read_only'))
        $$;
      create function public.{t}_hidden() returns integer language sql stable as 'select 1';
      revoke execute on function public.{t}_hidden() from public, anon, authenticated;
      grant execute on function public.{t}_who() to anon, service_role;
      create function public.{t}_known() returns integer language sql stable as 'select 1';
      grant execute on function public.{t}_known() to anon;
      do $$
      declare
        called regprocedure;
      begin
        for called in
          select p.oid::regprocedure from pg_proc p
          where starts_with(p.proname, '{t}') and p.proname <> '{t}_hidden'
        loop
          execute format('grant execute on function %s to authenticated', called);
        end loop;
      end $$;`,
  });
  ana = await rest.person();
});
afterAll(() => rest[Symbol.asyncDispose]());

const post = (name: string, body?: unknown): ReturnType<RestContract['wire']> =>
  rest.wire('POST', `/rpc/{t}_${name}`, { token: ana.token, body });
const get = (name: string, headers: Readonly<Record<string, string>> = {}): ReturnType<RestContract['wire']> =>
  rest.wire('GET', `/rpc/{t}_${name}`, { token: ana.token, headers });

test.each([
  ['add', { a: 1 }, '3'],
  ['add', { b: 5, a: 1 }, '6'],
  ['add', { a: '4' }, '6'],
  ['echo', { value: { x: [1, 'ü', null] } }, '{"x": [1, "ü", null]}'],
  ['text', { value: 'a "quoted" \\ line\n' }, JSON.stringify('a "quoted" \\ line\n')],
  ['list', { value: [1, 2, 3] }, '[1,2,3]'],
  ['null', undefined, 'null'],
  ['null', {}, 'null'],
  ['one', {}, '{"id":1,"title":"title 1"}'],
])('[REST-7] %s of %j answers %s', async (name, args, text) => {
  const reply = await post(name, args);
  expect([reply.status, reply.text]).toEqual([200, text]);
});

test('[REST-7] sets come as lists, and nothing comes as nothing', async () => {
  expect((await post('numbers', {})).body).toEqual([1, 2, 3, 4, 5]);
  expect((await post('pairs', {})).body).toEqual([
    { n: 1, word: 'one' },
    { n: 2, word: 'two' },
  ]);
  const nothing = await post('nothing', {});
  expect([nothing.status, nothing.text]).toEqual([204, '']);
});

test('[REST-7] by GET the address gives the arguments, and what a set answers can be chosen from', async () => {
  expect((await get('add?a=4&b=5')).text).toBe('9');
  expect((await get('list?value={1,2}')).text).toBe('[1,2]');
  const rows = await get('rows?lowest=2&id=lt.5&select=id&order=id.desc&limit=2', { prefer: 'count=exact' });
  expect([rows.status, rows.body, rows.headers.get('content-range')]).toEqual([206, [{ id: 4 }, { id: 3 }], '0-1/3']);
  const single = await rest.wire('POST', '/rpc/{t}_rows?select=title', {
    token: ana.token,
    headers: { accept: 'application/vnd.pgrst.object+json' },
    body: { lowest: 5 },
  });
  expect(single.body).toEqual({ title: 'title 5' });
});

test.each([
  ['add', {}, 404, 'PGRST202'],
  ['add', { a: 1, c: 2 }, 404, 'PGRST202'],
  ['nope', {}, 404, 'PGRST202'],
  ['over', { a: 1 }, 300, 'PGRST203'],
  ['add', { a: 'x' }, 400, '22P02'],
  ['hidden', {}, 403, '42501'],
])('[REST-3] %s of %j is %i %s', async (name, args, status, code) => {
  const reply = await post(name, args);
  expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status, code });
});

test('[REST-7] overloads are told apart by the names of their arguments', async () => {
  expect((await post('over', { a: 1, b: 2 })).text).toBe('3');
});

test('[REST-3] an unknown function is named with its arguments, a near one suggested', async () => {
  const reply = await post('add', { b: 1 });
  expect(refusalIn(reply).message).toBe(
    rest.named('Could not find the function public.{t}_add(b) in the schema cache'),
  );
});

test('[REST-8] a function called by GET or HEAD cannot write, whatever it is', async () => {
  for (const method of ['GET', 'HEAD']) {
    const reply = await rest.wire(method, '/rpc/{t}_write?id=100', { token: ana.token });
    expect(reply.status).toBe(405);
    if (method === 'GET') expect(refusalIn(reply).code).toBe('25006');
  }
  const rows = await rest.database.query(rest.named('select 1 from public.{t} where id = 100'));
  expect(rows.rows).toEqual([]);
});

test('[REST-8] a function that says it only reads cannot write by POST either', async () => {
  const reply = await post('sly', { id: 101 });
  expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status: 405, code: '25006' });
  expect((await post('write', { id: 102 })).text).toBe('102');
});

test('[REST-9] a refusal by response.status comes with its body and headers, and what was written stays', async () => {
  const reply = await post('refuse', { id: 103, status: '409' });
  expect(reply.status).toBe(409);
  expect(reply.headers.get('x-reason')).toBe('because');
  expect(reply.body).toEqual({ code: 'not-now', message: 'Not now.', details: null, hint: 'Later.' });
  const { rows } = await rest.database.query(rest.named('select title from public.{t} where id = 103'));
  expect(rows).toEqual([{ title: 'refused' }]);
});

test('[REST-9] what a function says of its answer is checked', async () => {
  const reply = await post('refuse', { id: 104, status: 'many' });
  expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status: 500, code: 'PGRST112' });
  const headers = await post('headers', {});
  expect({ status: headers.status, code: refusalIn(headers).code }).toEqual({ status: 500, code: 'PGRST111' });
});

test.each([
  ['PT402', 402],
  ['PT409', 409],
  ['PT503', 503],
  ['P0001', 400],
  ['23505', 409],
  ['42501', 403],
  ['40001', 500],
  ['53100', 503],
])('[REST-10] raising %s is %i with all that was said', async (state, status) => {
  const reply = await post('raise', { state });
  expect(reply.status).toBe(status);
  expect(refusalIn(reply)).toEqual({ code: state, message: 'said', details: 'more', hint: 'do that' });
});

test('[REST-10] raising PGRST decides the whole answer', async () => {
  const reply = await post('decide', {});
  expect([reply.status, reply.headers.get('x-powered-by')]).toEqual([418, 'tea']);
  expect(refusalIn(reply)).toEqual({ code: 'mine', message: 'Mine.', details: 'd', hint: 'h' });
});

test('[REST-11] a statement that takes too long is cancelled: 57014, 500', async () => {
  const reply = await post('slow', {});
  expect(reply.status).toBe(500);
  expect(refusalIn(reply)).toMatchObject({
    code: '57014',
    message: 'canceling statement due to statement timeout',
  });
});

test('[REST-11] each role has its own time, from the first statement', async () => {
  const mine = await post('who', {});
  expect(mine.body).toMatchObject({ role: 'authenticated', timeout: '8s' });
  const anonymous = await rest.wire('POST', '/rpc/{t}_who', { body: {} });
  expect(anonymous.body).toMatchObject({ role: 'anon', timeout: '3s' });
});

test('[REST-13] a function sees who calls it, how, and with which headers', async () => {
  const reply = await rest.wire('GET', '/rpc/{t}_who', {
    token: ana.token,
    headers: { 'x-galley-view-as': 'viewer' },
  });
  expect(reply.body).toEqual({
    role: 'authenticated',
    id: ana.id,
    timeout: '8s',
    method: 'GET',
    path: rest.named('/rpc/{t}_who'),
    header: 'viewer',
    readOnly: 'on',
  });
});

test('[REST-13] nothing of one caller is left for the next, also after errors', async () => {
  const ben = await rest.person();
  const errors = ['raise', 'slow', 'nope'] as const;
  for (let turn = 0; turn < 60; turn += 1) {
    const spoiler = errors[turn % errors.length];
    if (spoiler !== undefined && turn % 2 === 0) await post(spoiler, { state: 'P0001' });
    const [mine, his, nobody, service] = await Promise.all([
      post('who', {}),
      rest.wire('POST', '/rpc/{t}_who', { token: ben.token, body: {} }),
      rest.wire('POST', '/rpc/{t}_who', { body: {} }),
      rest.wire('POST', '/rpc/{t}_who', { token: rest.place.serviceKey, body: {} }),
    ]);
    expect([mine.body, his.body, nobody.body, service.body]).toMatchObject([
      { role: 'authenticated', id: ana.id, timeout: '8s', header: null },
      { role: 'authenticated', id: ben.id, timeout: '8s', header: null },
      { role: 'anon', id: null, timeout: '3s', header: null },
      // It has no time of its own: whatever another role's transaction set would show here.
      { role: 'service_role', id: null, timeout: '8s', header: null },
    ]);
  }
});

test('[REST-10] other methods than POST, GET and HEAD are not for functions', async () => {
  const reply = await rest.wire('PATCH', '/rpc/{t}_add', { token: ana.token, body: {} });
  expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status: 405, code: 'PGRST101' });
});
