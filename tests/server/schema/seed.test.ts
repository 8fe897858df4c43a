import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { templateUpdate } from '../../../app/script/templates/template-update.ts';
import { seed } from '../../../supabase/local/database.ts';
import { localSettings } from '../../../supabase/local/gateway/settings.ts';
import { push } from '../../../supabase/local/supabase-cli.ts';
import { openDatabase, type TestDatabase } from '../../support/server/database.ts';
import { organizations, people, scripts, SEED_PASSWORD } from '../../support/server/people.ts';
import { connect, readCatalog } from './catalog.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await openDatabase();
  return () => database[Symbol.asyncDispose]();
});

test('[SEED-1] each log holds one of the app’s templates, byte for byte, under the right chain', async () => {
  const { rows } = await database.admin.query(
    `select script.id, made.bytes, made.id as update_id, script.chain, script.head::int
     from public.scripts as script join public.script_updates as made on made.script_id = script.id order by script.id`,
  );
  expect(
    rows.map(({ id, bytes, chain, head }) => ({
      id,
      bytes: bytes.toString('base64'),
      chain: chain.toString('hex'),
      head,
    })),
  ).toEqual(
    Object.values(scripts).map(({ id, template }, index) => {
      const bytes = templateUpdate(template);
      const link = createHash('sha256').update(Buffer.alloc(32));
      link.update(Buffer.from(String(rows[index].update_id).replaceAll('-', ''), 'hex'));
      const chain = link.update(createHash('sha256').update(bytes).digest()).digest('hex');
      return { id, bytes: Buffer.from(bytes).toString('base64'), chain, head: 1 };
    }),
  );
});

test('[SEED-2] seeding twice adds nothing and changes nothing that people wrote', async () => {
  const count = async () => {
    const { rows } = await database.admin.query(
      `select (select count(*) from auth.users) as users, (select count(*) from auth.identities) as identities,
        (select count(*) from public.script_updates) as updates, (select count(*) from public.comments) as comments,
        (select count(*) from public.audit_log) as audit, (select count(*) from public.notifications) as notifications,
        (select string_agg(concat(title, status, version), ',' order by id) from public.scripts) as scripts`,
    );
    return rows;
  };
  const before = await count();
  await seed(database.url('postgres'));
  expect(await count()).toEqual(before);
});

test('[SEED-3] everybody can sign in, and stands where tests expect them', async () => {
  const { rows } = await database.admin.query(
    `select person.id, person.email, coalesce(member.role::text, guest.role::text) as role,
      extensions.crypt($1, encrypted_password) = encrypted_password as knows
     from auth.users as person
     left join public.organization_members as member on member.person_id = person.id
     left join public.project_members as guest on guest.person_id = person.id
     join auth.identities as identity on identity.user_id = person.id and identity.email = person.email
     order by person.id`,
    [SEED_PASSWORD],
  );
  expect(rows).toEqual(Object.values(people).map((person) => ({ ...person, knows: true })));
  const admins = await database.admin.query(
    `select organization_id from public.organization_members where role = 'admin' order by organization_id`,
  );
  expect(admins.rows.map(({ organization_id: id }) => id)).toEqual(Object.values(organizations));
});

test('[SEED-5] what the Supabase CLI pushes to a new project is what the local stack has', async () => {
  await using pushed = await openDatabase({ from: 'bootstrapped' });
  push(pushed.url('postgres'));
  const [theirs, ours] = await Promise.all(
    [pushed, database].map(async (made) => {
      await using client = await connect(made.url('postgres'));
      const { rows } = await client.query('select id, status, version, head from public.scripts order by id');
      const history = await client.query('select version, name from supabase_migrations.schema_migrations order by 1');
      return { catalog: await readCatalog(client), scripts: rows, history: history.rows };
    }),
  );
  expect(theirs).toEqual(ours);
});

test('[SEED-4] what supabase/config.toml says is what the local stack does', () => {
  const text = readFileSync('supabase/config.toml', 'utf8');
  const valueOf = (section: string, key: string): string | undefined => {
    const [, body = ''] = text.split(`\n[${section}]\n`);
    return new RegExp(`^${key} = "?(.*?)"?$`, 'm').exec(body.split('\n[')[0] ?? '')?.[1];
  };
  const { auth, rest } = localSettings;
  expect({
    siteUrl: valueOf('auth', 'site_url'),
    tokenLifeSeconds: valueOf('auth', 'jwt_expiry'),
    minPasswordLength: valueOf('auth', 'minimum_password_length'),
    allowsSignUp: valueOf('auth', 'enable_signup'),
    allowsAnonymous: valueOf('auth', 'enable_anonymous_sign_ins'),
    redirectUrls: valueOf('auth', 'additional_redirect_urls'),
    mailPause: valueOf('auth.email', 'max_frequency'),
    needsFreshSession: valueOf('auth.email', 'secure_password_change'),
    needsConfirmation: valueOf('auth.email', 'enable_confirmations'),
    codeLength: valueOf('auth.email', 'otp_length'),
    codeLifeSeconds: valueOf('auth.email', 'otp_expiry'),
    refreshReuseSeconds: valueOf('auth', 'refresh_token_reuse_interval'),
    tokenHook: valueOf('auth.hook.custom_access_token', 'uri'),
    maxRows: valueOf('api', 'max_rows'),
  }).toEqual({
    siteUrl: auth.siteUrl,
    tokenLifeSeconds: String(auth.tokenLifeSeconds),
    minPasswordLength: String(auth.minPasswordLength),
    allowsSignUp: String(auth.allowsSignUp),
    allowsAnonymous: String(auth.allowsAnonymous),
    redirectUrls: `[${auth.redirectUrls.map((url) => JSON.stringify(url)).join(', ')}]`,
    mailPause: `${auth.mailPauseSeconds}s`,
    needsFreshSession: String(auth.freshSeconds !== undefined),
    needsConfirmation: String(!auth.confirmsEmailAtOnce),
    codeLength: String(auth.codeLength),
    codeLifeSeconds: String(auth.codeLifeSeconds),
    refreshReuseSeconds: String(auth.refreshReuseSeconds),
    tokenHook: `pg-functions://postgres/${String(auth.tokenHook).replace('.', '/')}`,
    maxRows: String(rest.maxRows),
  });
});
