import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Database } from '../database.ts';
import type { Metrics } from '../http/metrics.ts';
import type { SealingKey } from '../keys/sealing-key.ts';
import type { ServiceLog } from '../service-log.ts';
import type { Task } from '../task-loop.ts';
import { invitationText } from './invitation-text.ts';
import { isFinalRefusal, type MailCarrier } from './mail-carrier.ts';

export interface InvitationMailsOptions {
  readonly database: Database;
  readonly carrier: MailCarrier;
  readonly sealingKey: SealingKey;
  readonly log: ServiceLog;
  readonly metrics: Pick<Metrics, 'mailed'>;
}

const Waiting = z.object({
  id: z.uuid(),
  email: z.string(),
  role: z.enum(['admin', 'internal', 'freelancer', 'client', 'viewer']),
  organization: z.string(),
  project: z.string().nullable(),
  invited_by: z.string(),
  expires_at: z.date(),
  attempts: z.int(),
});
type Waiting = z.output<typeof Waiting>;

/** After that nobody tries again by itself: the person who invited has the code that was shown to them. */
const MAX_ATTEMPTS = 8;

/**
 * Mails invitations, each with a code of its own beside the one that was shown: only the mail holds it, the database its
 * SHA-256. An attempt is written down before it is made, so that a service that dies in it does not make it again at once.
 */
export class InvitationMails implements Task {
  readonly name = 'mail';
  readonly #options: InvitationMailsOptions;

  constructor(options: InvitationMailsOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<boolean> {
    const { database, carrier, sealingKey, log, metrics } = this.#options;
    const waiting = await this.#claim(signal);
    if (waiting === undefined) return false;
    const code = sealingKey.codeOf(waiting.id);
    const { organization, project, role, invited_by: invitedBy, expires_at: expiresAt } = waiting;
    try {
      await carrier.send(waiting.email, invitationText({ organization, project, invitedBy, role, code, expiresAt }));
    } catch (error) {
      const isFinal = isFinalRefusal(error) || waiting.attempts >= MAX_ATTEMPTS;
      if (isFinal) await database.transact((transaction) => transaction.execute(GIVE_UP, [waiting.id]), signal);
      metrics.mailed('refused');
      log.warn('mail.refused', { invitation: waiting.id, attempts: waiting.attempts, isFinal, error });
      return true;
    }
    await database.transact(
      (transaction) =>
        transaction.execute('update public.invitations set mailed_at = pg_catalog.now() where id = $1', [waiting.id]),
      signal,
    );
    metrics.mailed('sent');
    log.info('mail.sent', { invitation: waiting.id });
    return true;
  }

  #claim(signal: AbortSignal): Promise<Waiting | undefined> {
    const { database, sealingKey } = this.#options;
    return database.transact(async (transaction) => {
      const [waiting] = await transaction.query(Waiting, CLAIM);
      if (waiting === undefined) return undefined;
      const attempts = waiting.attempts + 1;
      await transaction.execute(ATTEMPT, [waiting.id, attempts, retryMinutes(attempts)]);
      const codeHash = createHash('sha256').update(sealingKey.codeOf(waiting.id)).digest();
      await transaction.execute('update public.invitations set mailed_code_hash = $2 where id = $1', [
        waiting.id,
        codeHash,
      ]);
      return { ...waiting, attempts };
    }, signal);
  }
}

/** 1, 2, 4, … minutes after the first, second, third attempt. */
export const retryMinutes = (attempts: number): number => 2 ** (attempts - 1);

const CLAIM = `
  select invitation.id, invitation.email, invitation.expires_at,
    coalesce(invitation.organization_role::text, invitation.project_role::text) as role,
    organization.name as organization, project.name as project, inviter.name as invited_by,
    coalesce(mail.attempts, 0) as attempts
  from public.invitations as invitation
  join public.organizations as organization on organization.id = invitation.organization_id
  join public.profiles as inviter on inviter.id = invitation.invited_by
  left join public.projects as project on project.id = invitation.project_id
  left join private.invitation_mails as mail on mail.invitation_id = invitation.id
  where invitation.mailed_at is null and invitation.accepted_at is null and invitation.revoked_at is null
    and invitation.expires_at > pg_catalog.now()
    and (mail.invitation_id is null or mail.retry_at <= pg_catalog.clock_timestamp())
  order by invitation.created_at limit 1
  for no key update of invitation skip locked`;

const ATTEMPT = `
  insert into private.invitation_mails (invitation_id, attempts, retry_at)
  values ($1, $2, pg_catalog.clock_timestamp() + pg_catalog.make_interval(mins => $3))
  on conflict (invitation_id) do update set attempts = excluded.attempts, retry_at = excluded.retry_at,
    updated_at = pg_catalog.now()`;

const GIVE_UP = `
  update private.invitation_mails set retry_at = null, updated_at = pg_catalog.now() where invitation_id = $1`;
