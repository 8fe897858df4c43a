import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../support/random.ts';
import { RestContract, type Person } from '../../support/server/rest-contract.ts';

let rest: RestContract;
let ana: Person;

beforeAll(async () => {
  rest = await RestContract.open({
    probe: '{t}_known',
    make: `
      create table public.{t} (id integer primary key, title text, data jsonb, tags text[], open boolean);
      insert into public.{t} select i, 'title ' || i, '{"a": {"b": 1}}', '{x}', i = 1 from generate_series(1, 4) as i;
      alter table public.{t} enable row level security;
      create policy open_ones on public.{t} for all to authenticated using (open) with check (false);
      grant select, insert, update, delete on public.{t} to authenticated;
      create table public.{t}_secret (word text);
      insert into public.{t}_secret values ('hidden');
      revoke all on public.{t}_secret from anon, authenticated;
      create function public.{t}_echo(value text) returns text language sql immutable as 'select value';
      grant execute on function public.{t}_echo(text) to authenticated;
      create function public.{t}_known() returns integer language sql stable as 'select 1';
      grant execute on function public.{t}_known() to anon;`,
  });
  ana = await rest.person();
});
afterAll(() => rest[Symbol.asyncDispose]());

const everything = async (): Promise<unknown> =>
  (
    await rest.database.query(
      rest.named(
        `select (select json_agg(t order by id) from public.{t} t) as rows, (select json_agg(s) from public.{t}_secret s) as secret`,
      ),
    )
  ).rows;

const TRICKS = [
  `' or '1'='1`,
  `'; update {t} set open = true; --`,
  `1); drop table {t}; --`,
  `") or true --`,
  `x" = (select word from {t}_secret) or "title`,
  `$$ || (select word from {t}_secret) || $$`,
  `\\' union select word from {t}_secret --`,
  `(select word from {t}_secret)`,
  `title::text from {t}_secret --`,
  `"; set role service_role; --`,
  `{"a":1}'::jsonb; reset role; --`,
  `\u0000'; reset role; --`,
  `$1`,
  `%`,
  `*`,
  `){}[],."':;`,
  `ｓｅｌｅｃｔ＇`,
  `\ud800`,
];

/** Every place of an address where words of a caller go. */
const places: readonly ((trick: string) => [string, string][])[] = [
  (trick) => [['title', `eq.${trick}`]],
  (trick) => [['title', `in.(${trick})`]],
  (trick) => [['title', `in.("${trick.replaceAll(/[\\"]/g, String.raw`\$&`)}")`]],
  (trick) => [['title', `fts(${trick}).x`]],
  (trick) => [['title', `like(any).{${trick}}`]],
  (trick) => [['tags', `cs.{${trick}}`]],
  (trick) => [['data', `cs.${trick}`]],
  (trick) => [[`data->a->>${trick}`, 'eq.1']],
  (trick) => [[`data->"${trick.replaceAll(/[\\"]/g, String.raw`\$&`)}"`, 'is.null']],
  (trick) => [[trick, 'eq.1']],
  (trick) => [['or', `(title.eq.${trick})`]],
  (trick) => [['and', trick]],
  (trick) => [['select', trick]],
  (trick) => [['select', `"${trick.replaceAll(/[\\"]/g, String.raw`\$&`)}":id`]],
  (trick) => [['select', `title::${trick}`]],
  (trick) => [['order', trick]],
  (trick) => [['order', `title.${trick}`]],
  (trick) => [['limit', trick]],
  (trick) => [['offset', trick]],
  (trick) => [['on_conflict', trick]],
  (trick) => [['columns', trick]],
];

test('[REST-2] no trick in any place of an address reads or changes what its caller may not', async () => {
  const before = await everything();
  const random = new Random(7);
  for (const trick of TRICKS.map((each) => rest.named(each))) {
    for (const place of places) {
      const address = `/{t}?${new URLSearchParams(place(trick))}`;
      const method = random.oneOf(['GET', 'GET', 'HEAD', 'DELETE']);
      // `id=eq.99` keeps an honest DELETE from finding the one row that is open.
      const reply = await rest.wire(method, `${address}&id=eq.${method === 'DELETE' ? 99 : 1}`, { token: ana.token });
      expect(reply.status, `${method} ${address}: ${reply.text}`).toBeLessThan(502);
      expect([500, 503], `${method} ${address}: ${reply.text}`).not.toContain(reply.status);
      expect(reply.text).not.toContain('hidden');
      expect(reply.text).not.toContain('title 2');
    }
  }
  expect(await everything()).toEqual(before);
});

test('[REST-2] keys and values of a body are data and no words', async () => {
  const before = await everything();
  for (const trick of TRICKS.map((each) => rest.named(each))) {
    const echoed = await rest.wire('POST', '/rpc/{t}_echo', { token: ana.token, body: { value: trick } });
    // Text in Postgres has no zero byte, and JSON no half of a pair: those two are refused, all else comes back.
    const sayable = !trick.includes('\u0000') && trick.isWellFormed();
    expect([echoed.status, echoed.body]).toEqual(sayable ? [200, trick] : [400, echoed.body]);
    for (const body of [{ [trick]: 1 }, { id: 50, title: trick }, { id: trick }, [{ id: 51, [trick]: trick }]]) {
      const reply = await rest.wire('POST', '/{t}', { token: ana.token, body });
      expect([400, 403], reply.text).toContain(reply.status);
    }
    const named = await rest.wire('POST', `/rpc/${encodeURIComponent(trick.toWellFormed())}`, {
      token: ana.token,
      body: {},
    });
    expect([401, 404], named.text).toContain(named.status);
    const table = await rest.wire('GET', `/${encodeURIComponent(trick.toWellFormed())}`, { token: ana.token });
    expect([401, 404], table.text).toContain(table.status);
  }
  expect(await everything()).toEqual(before);
});

test('[REST-2] headers reach the database as values', async () => {
  const before = await everything();
  for (const prefer of [`timezone='; reset role; --`, 'timezone=UTC', `count=exact'; --`, 'tx=rollback']) {
    const reply = await rest.wire('GET', '/{t}?select=id', { token: ana.token, headers: { prefer } });
    expect([200, 400]).toContain(reply.status);
    if (reply.status === 200) expect(reply.body).toEqual([{ id: 1 }]);
  }
  expect(await everything()).toEqual(before);
});
