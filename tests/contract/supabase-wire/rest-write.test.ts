import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { RestContract, refusalIn, type Person } from '../../support/server/rest-contract.ts';

let rest: RestContract;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  rest = await RestContract.open({
    probe: '{t}_known',
    make: `
      create table public.{t} (
        id integer primary key, title text not null, owner uuid not null default auth.uid(), size bigint, bytes bytea,
        parent integer references public.{t} (id)
      );
      alter table public.{t} enable row level security;
      create policy readable on public.{t} for select to authenticated using (true);
      create policy own on public.{t} for insert to authenticated with check (owner = (select auth.uid()));
      create policy own_change on public.{t} for update to authenticated
        using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
      create policy own_end on public.{t} for delete to authenticated using (owner = (select auth.uid()));
      grant select, insert, update, delete on public.{t} to authenticated, service_role;
      revoke all on public.{t} from anon;
      create function public.{t}_known() returns integer language sql stable as 'select 1';
      grant execute on function public.{t}_known() to anon;`,
  });
  [ana, ben] = [await rest.person(), await rest.person()];
});
beforeEach(() => rest.database.query(rest.named('delete from public.{t}')));
afterAll(() => rest[Symbol.asyncDispose]());

const rows = async (columns = 'id, title'): Promise<unknown> =>
  (await rest.database.query(rest.named(`select ${columns} from public.{t} order by id`))).rows;

const SHOW = { prefer: 'return=representation' };

test('[REST-6] a row is added with an empty answer, or shown when asked for', async () => {
  const quiet = await rest.wire('POST', '/{t}', { token: ana.token, body: { id: 1, title: 'one' } });
  expect([quiet.status, quiet.text]).toEqual([201, '']);
  const shown = await rest.wire('POST', '/{t}?select=id,owner', {
    token: ana.token,
    headers: SHOW,
    body: { id: 2, title: 'two' },
  });
  expect([shown.status, shown.body]).toEqual([201, [{ id: 2, owner: ana.id }]]);
  expect(shown.headers.get('preference-applied')).toBe('return=representation');
  expect(await rows()).toEqual([
    { id: 1, title: 'one' },
    { id: 2, title: 'two' },
  ]);
});

test('[REST-6] many rows are added at once or not at all', async () => {
  const bulk = await rest.wire('POST', '/{t}?columns="id","title"&select=id', {
    token: ana.token,
    headers: SHOW,
    body: [
      { id: 1, title: 'one', ignored: true },
      { id: 2, title: 'two' },
    ],
  });
  expect([bulk.status, bulk.body]).toEqual([201, [{ id: 1 }, { id: 2 }]]);
  const half = await rest.wire('POST', '/{t}', {
    token: ana.token,
    body: [
      { id: 3, title: 'three' },
      { id: 1, title: 'again' },
    ],
  });
  expect({ status: half.status, code: refusalIn(half).code }).toEqual({ status: 409, code: '23505' });
  const none = await rest.wire('POST', '/{t}', { token: ana.token, body: [] });
  expect(none.status).toBe(201);
  expect(await rows('id')).toEqual([{ id: 1 }, { id: 2 }]);
});

test('[REST-6] duplicates are passed over when that is asked for', async () => {
  await rest.wire('POST', '/{t}', { token: ana.token, body: { id: 1, title: 'one' } });
  const reply = await rest.wire('POST', '/{t}?on_conflict=id&select=id', {
    token: ana.token,
    headers: { prefer: 'resolution=ignore-duplicates,return=representation' },
    body: [
      { id: 1, title: 'other' },
      { id: 2, title: 'two' },
    ],
  });
  expect([reply.status, reply.body]).toEqual([201, [{ id: 2 }]]);
  expect(await rows()).toEqual([
    { id: 1, title: 'one' },
    { id: 2, title: 'two' },
  ]);
});

test('[REST-6] rows are changed and removed by their filters, and never all of them by mistake', async () => {
  for (const id of [1, 2, 3]) await rest.wire('POST', '/{t}', { token: ana.token, body: { id, title: 'old' } });
  const shown = await rest.wire('PATCH', '/{t}?id=gt.1&select=id,title&order=id.desc', {
    token: ana.token,
    headers: { prefer: 'return=representation,count=exact' },
    body: { title: 'new' },
  });
  expect([shown.status, shown.body, shown.headers.get('content-range')]).toEqual([
    200,
    [
      { id: 3, title: 'new' },
      { id: 2, title: 'new' },
    ],
    '0-1/2',
  ]);
  const quiet = await rest.wire('PATCH', '/{t}?id=eq.1', { token: ana.token, body: { size: '9007199254740993' } });
  expect([quiet.status, quiet.text]).toEqual([204, '']);
  const gone = await rest.wire('DELETE', '/{t}?id=in.(2,3)', { token: ana.token });
  expect([gone.status, gone.text]).toEqual([204, '']);
  for (const [method, body] of [
    ['PATCH', { title: 'all' }],
    ['DELETE', undefined],
  ] as const) {
    const reply = await rest.wire(method, '/{t}', { token: ana.token, body });
    expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status: 400, code: '21000' });
  }
  expect(await rows('id, title, size')).toEqual([{ id: 1, title: 'old', size: '9007199254740993' }]);
});

test('[REST-6] a number larger than JavaScript keeps arrives with all its digits', async () => {
  const body = '{"id":1,"title":"one","size":9007199254740993}';
  const reply = await rest.wire('POST', '/{t}?select=size', { token: ana.token, headers: SHOW, body });
  expect(reply.text).toBe('[{"size":9007199254740993}]');
});

test('[REST-4] a single object that is not one row takes back what was written', async () => {
  for (const id of [1, 2]) await rest.wire('POST', '/{t}', { token: ana.token, body: { id, title: 'old' } });
  const reply = await rest.wire('PATCH', '/{t}?id=gt.0&select=id', {
    token: ana.token,
    headers: { ...SHOW, accept: 'application/vnd.pgrst.object+json' },
    body: { title: 'new' },
  });
  expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status: 406, code: 'PGRST116' });
  const limited = await rest.wire('PATCH', '/{t}?id=gt.0', {
    token: ana.token,
    headers: { prefer: 'handling=strict, max-affected=1' },
    body: { title: 'new' },
  });
  expect({ status: limited.status, code: refusalIn(limited).code }).toEqual({ status: 400, code: 'PGRST124' });
  expect(await rows('title')).toEqual([{ title: 'old' }, { title: 'old' }]);
});

test('[REST-17] bytes go in as \\x and hexadecimal digits', async () => {
  const body = { id: 1, title: 'bytes', bytes: String.raw`\x00ff7f` };
  const reply = await rest.wire('POST', '/{t}?select=bytes', { token: ana.token, headers: SHOW, body });
  expect(reply.body).toEqual([{ bytes: String.raw`\x00ff7f` }]);
  expect(await rows('bytes')).toEqual([{ bytes: Buffer.from([0x00, 0xff, 0x7f]) }]);
});

test('[REST-14] what a policy forbids is 403 to who is signed in and 401 to who is not, and changes nothing', async () => {
  await rest.wire('POST', '/{t}', { token: ana.token, body: { id: 1, title: 'mine' } });
  const forged = await rest.wire('POST', '/{t}', { token: ben.token, body: { id: 2, title: 'x', owner: ana.id } });
  expect({ status: forged.status, ...refusalIn(forged) }).toMatchObject({
    status: 403,
    code: '42501',
    message: rest.named('new row violates row-level security policy for table "{t}"'),
  });
  for (const reply of [
    await rest.wire('GET', '/{t}'),
    await rest.wire('POST', '/{t}', { body: { id: 3, title: 'x' } }),
  ]) {
    expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status: 401, code: '42501' });
    expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  }
  const hidden = await rest.wire('PATCH', '/{t}?id=eq.1&select=id', {
    token: ben.token,
    headers: SHOW,
    body: { title: 'taken' },
  });
  expect([hidden.status, hidden.body]).toEqual([200, []]);
  expect(await rows()).toEqual([{ id: 1, title: 'mine' }]);
});

test('[REST-14] the service key is past every policy', async () => {
  const reply = await rest.wire('POST', '/{t}?select=owner', {
    token: rest.place.serviceKey,
    headers: SHOW,
    body: { id: 1, title: 'for somebody', owner: ana.id },
  });
  expect([reply.status, reply.body]).toEqual([201, [{ owner: ana.id }]]);
});

test.each([
  [{ id: 1 }, 400, '23502'],
  [{ id: 1, title: 'x', parent: 77 }, 409, '23503'],
  [{ id: 1, title: 'x', nope: 1 }, 400, 'PGRST204'],
  [{ id: 'x', title: 'x' }, 400, '22P02'],
  [[{ id: 1, title: 'x' }, { id: 2 }], 400, 'PGRST102'],
  ['{"id":1', 400, 'PGRST102'],
  ['', 400, 'PGRST102'],
  ['[1,2]', 400, 'PGRST102'],
])('[REST-10] the body %j is %i %s', async (body, status, code) => {
  const reply = await rest.wire('POST', '/{t}', {
    token: ana.token,
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect({ status: reply.status, code: refusalIn(reply).code }).toEqual({ status, code });
  expect(await rows()).toEqual([]);
});
