import { createHash, createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { AuditSeals } from '../../../supabase/service/audit/audit-seals.ts';
import { KeyCertificates } from '../../../supabase/service/keys/key-certificates.ts';
import { SealingKey } from '../../../supabase/service/keys/sealing-key.ts';
import { finish, openServiceWorld, type ServiceWorld } from './service-world.ts';

const bytes = z.instanceof(Buffer);
const Entry = z.object({
  organization_id: z.string(),
  ordinal: z.coerce.number().nullable(),
  id: z.string(),
  at: z.string(),
  actor: z.string().nullable(),
  verb: z.string(),
  thing: z.string(),
  thing_id: z.string().nullable(),
  details: z.string(),
  chain: bytes.nullable(),
});

/** The log of an organisation, checked as somebody would who has only the documentation: the first wrong place. */
async function firstWrong({ query }: Pick<ServiceWorld, 'query'>, organizationId: string): Promise<number | null> {
  const entries = z.array(Entry).parse(
    await query(
      `select organization_id, ordinal, id, actor, verb, thing, thing_id, details::text, chain,
         to_char(at at time zone 'UTC', 'YYYY-MM-DD') || 'T' || to_char(at at time zone 'UTC', 'HH24:MI:SS.US') || 'Z' as at
       from public.audit_log where organization_id = $1 and ordinal is not null order by ordinal`,
      [organizationId],
    ),
  );
  let chain = Buffer.alloc(32);
  for (const [index, entry] of entries.entries()) {
    const { id, at, actor, verb, thing, thing_id: thingId, details } = entry;
    const said = ['galley-audit-1', organizationId, index + 1, id, at, actor, verb, thing, thingId, details];
    chain = createHash('sha256')
      .update(Buffer.concat([chain, Buffer.from(JSON.stringify(said))]))
      .digest();
    if (entry.ordinal !== index + 1 || entry.chain?.equals(chain) !== true) return index + 1;
  }
  return null;
}

const count = async ({ query }: ServiceWorld, organizationId: string, which: string): Promise<unknown> =>
  (
    await query(`select count(*)::int as count from public.audit_log where organization_id = $1 and ${which}`, [
      organizationId,
    ])
  )[0]?.['count'];

async function write({ query, world }: ServiceWorld, entries: number): Promise<void> {
  await query(
    `insert into public.audit_log (organization_id, actor, verb, thing, thing_id, details, at)
     select $1, $2, 'test', 'thing', gen_random_uuid(), jsonb_build_object('n', n, 'big', 12345678901234567890.10),
       now() - make_interval(secs => n % 7)
     from generate_series(1, $3::int) as n`,
    [world.organization, world.people.admin.id, entries],
  );
}

test('[SERVICE-10] audit logs are sealed in one chain an organisation, which anybody can compute again', async () => {
  await using service = await openServiceWorld(31);
  const { organization } = service.world;
  const tasks = [new AuditSeals(service), new AuditSeals(service)];
  for (const entries of [3, 700, 50]) {
    await write(service, entries);
    await Promise.all(tasks.map((task) => finish(task, service)));
    expect(await count(service, organization, 'ordinal is null')).toBe(0);
    expect(await firstWrong(service, organization)).toBeNull();
  }
  expect(await count(service, organization, 'ordinal > 0')).toBeGreaterThanOrEqual(753);
});

test('[SERVICE-10] within a batch entries are in order of time', async () => {
  await using service = await openServiceWorld(32);
  await write(service, 100);
  await finish(new AuditSeals(service), service);
  const out = await service.query(
    `select from (select at, lag(at) over (order by ordinal) as before from public.audit_log where organization_id = $1) as pair
     where at < before`,
    [service.world.organization],
  );
  expect(out).toEqual([]);
});

test('[SERVICE-10] an entry that was changed, taken out or exchanged afterwards breaks the chain at its place', async () => {
  await using service = await openServiceWorld(33);
  const { organization } = service.world;
  await write(service, 20);
  await finish(new AuditSeals(service), service);
  await service.query('alter table public.audit_log disable trigger user');
  const faults = [
    `update public.audit_log set details = '{}' where ordinal = 5`,
    `update public.audit_log set at = at + interval '1 microsecond' where ordinal = 5`,
    `delete from public.audit_log where ordinal = 5`,
    `update public.audit_log set actor = null where ordinal = 5`,
  ];
  for (const fault of faults) {
    const client = await service.world.database.admin.connect();
    try {
      await client.query('begin');
      await client.query(`${fault} and organization_id = '${organization}'`);
      const query: ServiceWorld['query'] = async (text, values = []) => (await client.query(text, [...values])).rows;
      expect(await firstWrong({ query }, organization)).toBe(5);
      await client.query('rollback');
    } finally {
      client.release();
    }
  }
});

async function addKey({ query, world }: ServiceWorld, personId: string | undefined): Promise<string> {
  const id = world.random.uuid();
  const key = Buffer.from(Array.from({ length: 32 }, () => world.random.below(256)));
  await query(
    `insert into public.device_keys (id, person_id, organization_id, name, public_key) values ($1, $2, $3, 'Laptop', $4)`,
    [id, personId, world.organization, key],
  );
  return id;
}

const Certified = z.object({
  person_id: z.string(),
  public_key: bytes,
  certificate: bytes.nullable(),
  organization: bytes,
});

test('[SERVICE-11] device keys of members are certified; the organisation’s public key alone verifies it', async () => {
  await using service = await openServiceWorld(34);
  const { people, organization, stranger } = service.world;
  const sealingKey = new SealingKey(new Uint8Array(32).fill(9));
  const surroundings = { randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
  const certify = (key: SealingKey = sealingKey): KeyCertificates =>
    new KeyCertificates({ ...service, sealingKey: key, surroundings });
  const ids = [await addKey(service, people.internal.id), await addKey(service, people.client.id)];
  const outside = await addKey(service, stranger.id);
  await Promise.all([finish(certify(), service), finish(certify(), service)]);
  ids.push(await addKey(service, people.freelancer.id));
  await finish(certify(), service);
  for (const id of ids) {
    const [row] = await service.query(
      `select key.person_id, key.public_key, key.certificate, own.public_key as organization from public.device_keys as key
       join public.organization_keys as own using (organization_id) where key.id = $1`,
      [id],
    );
    const { person_id: person, public_key: key, certificate, organization: own } = Certified.parse(row);
    const open = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: own.toString('base64url') }, format: 'jwk' });
    const message = (of: string): Buffer =>
      Buffer.concat([Buffer.from(`galley-device-key-1\n${organization}\n${id}\n${of}\n`), key]);
    expect(certificate !== null && verify(null, message(person), open, certificate)).toBe(true);
    expect(certificate !== null && verify(null, message(String(stranger.id)), open, certificate)).toBe(false);
  }
  expect(await service.query('select certificate from public.device_keys where id = $1', [outside])).toEqual([
    { certificate: null },
  ]);
});

test('[SERVICE-11] an organisation’s private key is nowhere in the database, and another sealing key does not open it', async () => {
  await using service = await openServiceWorld(35);
  const surroundings = { randomBytes: (length: number) => new Uint8Array(length).fill(3) };
  const first = new SealingKey(new Uint8Array(32).fill(1));
  await addKey(service, service.world.people.admin.id);
  await finish(new KeyCertificates({ ...service, sealingKey: first, surroundings }), service);
  const [row] = await service.query('select sealed from private.organization_signing_keys where organization_id = $1', [
    service.world.organization,
  ]);
  const sealed = bytes.parse(row?.['sealed']);
  const seed = first.open(sealed, { name: `organisation ${service.world.organization}` });
  expect(sealed.includes(Buffer.from(seed))).toBe(false);
  expect(() => first.open(sealed, { name: 'organisation x' })).toThrow();
  await addKey(service, service.world.people.internal.id);
  const second = new SealingKey(new Uint8Array(32).fill(2));
  await expect(
    new KeyCertificates({ ...service, sealingKey: second, surroundings }).run(service.signal),
  ).rejects.toThrow();
  for (const role of ['anon', 'authenticated']) {
    await expect(
      service.query(`select has_table_privilege($1, 'private.organization_signing_keys', 'select') as may`, [role]),
    ).resolves.toEqual([{ may: false }]);
  }
});
