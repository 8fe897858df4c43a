import { expect, test } from 'vitest';
import { SealingKey } from '../../../supabase/service/keys/sealing-key.ts';
import { InvitationMails } from '../../../supabase/service/mail/invitation-mails.ts';
import { MailCarrier } from '../../../supabase/service/mail/mail-carrier.ts';
import { openServiceWorld, type ServiceWorld } from './service-world.ts';
import { SmtpDouble } from './smtp-double.ts';

const INVITED = 'invited@example.org';

interface Mailing extends AsyncDisposable {
  readonly service: ServiceWorld;
  readonly smtp: SmtpDouble;
  readonly task: InvitationMails;
  readonly invite: () => Promise<string>;
  readonly state: () => Promise<Record<string, unknown> | undefined>;
}

async function openMailing(seed: number): Promise<Mailing> {
  await using opening = new AsyncDisposableStack();
  const service = opening.use(await openServiceWorld(seed));
  const smtp = opening.use(await SmtpDouble.open());
  const settings = { host: '127.0.0.1', port: smtp.port, isSecure: false, user: undefined, password: undefined };
  const carrier = opening.use(MailCarrier.open({ ...settings, from: 'galley@example.org' }));
  const sealingKey = new SealingKey(new Uint8Array(32).fill(seed));
  const task = new InvitationMails({ ...service, carrier, sealingKey });
  await service.query(`update public.invitations set mailed_at = now() where mailed_at is null`);
  const opened = opening.move();
  return {
    service,
    smtp,
    task,
    invite: async () => {
      const id = service.world.random.uuid();
      await service.query(
        `insert into public.invitations (id, organization_id, email, organization_role, code_hash, invited_by, expires_at)
         values ($1, $2, $3, 'internal', sha256($4), $5, now() + interval '7 days')`,
        [id, service.world.organization, INVITED, Buffer.from(`shown ${id}`), service.world.people.admin.id],
      );
      return id;
    },
    state: async () =>
      (
        await service.query(
          `select mail.attempts, mail.retry_at > now() as waits, mail.retry_at is null as is_over,
             invitation.mailed_at is not null as is_mailed
           from private.invitation_mails as mail join public.invitations as invitation on invitation.id = mail.invitation_id`,
        )
      )[0],
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** The text part of a mail; codes and names here hold nothing that quoted-printable would change. */
const codeIn = (data = ''): string => /^([0-9A-Za-z]{22})$/m.exec(data)?.[1] ?? '';

test('[SERVICE-12] a mailed code opens its invitation once, and only the mail holds it', async () => {
  await using mailing = await openMailing(41);
  const { service, smtp, task } = mailing;
  const invitation = await mailing.invite();
  while (await task.run(service.signal));
  expect(smtp.mails.map(({ from, to }) => ({ from, to }))).toEqual([{ from: 'galley@example.org', to: [INVITED] }]);
  expect(await mailing.state()).toEqual({ attempts: 1, waits: true, is_over: false, is_mailed: true });
  const code = codeIn(smtp.mails[0]?.data);
  expect(code).toHaveLength(22);
  const tables = await service.query('select to_jsonb(invitation)::text as text from public.invitations as invitation');
  expect(`${JSON.stringify(tables)}${service.logged.join()}`).not.toContain(code);
  const guest = await service.world.signUp('Gus');
  await service.query('update auth.users set email = $2, email_confirmed_at = now() where id = $1', [
    guest.id,
    INVITED,
  ]);
  const accepted = await service.world.database.admin.connect();
  try {
    await accepted.query('begin');
    await accepted.query(
      `select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`,
      [JSON.stringify({ role: 'authenticated', sub: guest.id })],
    );
    await accepted.query('select public.accept_invitation(code => $1, person_name => $2)', [code, 'Gus']);
    await accepted.query('reset role');
    const [row] = (await accepted.query('select accepted_by from public.invitations where id = $1', [invitation])).rows;
    expect(row).toEqual({ accepted_by: guest.id });
    await accepted.query('rollback');
  } finally {
    accepted.release();
  }
});

test('[SERVICE-12] a mail that did not go through is tried again later, with the same code', async () => {
  await using mailing = await openMailing(42);
  const { service, smtp, task } = mailing;
  await mailing.invite();
  smtp.answer = '451 later';
  expect(await task.run(service.signal)).toBe(true);
  expect(await task.run(service.signal)).toBe(false);
  expect(await mailing.state()).toEqual({ attempts: 1, waits: true, is_over: false, is_mailed: false });
  const [{ hash } = { hash: undefined }] = await service.query(
    'select mailed_code_hash as hash from public.invitations where mailed_at is null',
  );
  smtp.answer = '250 ok';
  await service.query('update private.invitation_mails set retry_at = now()');
  expect(await task.run(service.signal)).toBe(true);
  expect(await mailing.state()).toMatchObject({ attempts: 2, is_mailed: true });
  const again = await service.query('select from public.invitations where mailed_code_hash = $1', [hash]);
  expect(again).toHaveLength(1);
  expect(smtp.mails).toHaveLength(1);
});

test('[SERVICE-12] a mail that is refused for good is not tried again; one whose invitation is over is not sent', async () => {
  await using mailing = await openMailing(43);
  const { service, smtp, task } = mailing;
  const invitation = await mailing.invite();
  smtp.answer = '550 nobody here';
  await task.run(service.signal);
  expect(await mailing.state()).toMatchObject({ attempts: 1, is_over: true, is_mailed: false });
  const withdrawn = await mailing.invite();
  await service.query('update public.invitations set revoked_at = now() where id = $1', [withdrawn]);
  smtp.answer = '250 ok';
  expect(await task.run(service.signal)).toBe(false);
  expect(smtp.mails).toEqual([]);
  expect(service.logged.join()).toContain(invitation);
  expect(service.logged.join()).not.toContain(INVITED);
});
