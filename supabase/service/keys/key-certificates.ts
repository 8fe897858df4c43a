import * as z from 'zod';
import { certificateMessage } from '../../../app/server/certificate.ts';
import type { Database, Transaction } from '../database.ts';
import type { Metrics } from '../http/metrics.ts';
import { bytes } from '../rows.ts';
import type { ServiceLog } from '../service-log.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Task } from '../task-loop.ts';
import { newSigningKey, signWith, type SigningKey } from './ed25519.ts';
import type { SealingKey } from './sealing-key.ts';

export interface KeyCertificatesOptions {
  readonly database: Database;
  readonly sealingKey: SealingKey;
  readonly log: ServiceLog;
  readonly metrics: Pick<Metrics, 'keysCertified'>;
  readonly surroundings: Pick<Surroundings, 'randomBytes'>;
}

const BATCH = 100;
const NONCE_BYTES = 12;

const DeviceKey = z.object({ id: z.uuid(), person_id: z.uuid(), organization_id: z.uuid(), public_key: bytes });
const OwnKey = z.object({ public_key: bytes, sealed: bytes });

/** Signs the device keys of present members with their organisation's key, which is made when it is first needed. */
export class KeyCertificates implements Task {
  readonly name = 'keys';
  readonly #options: KeyCertificatesOptions;

  constructor(options: KeyCertificatesOptions) {
    this.#options = options;
  }

  run(signal: AbortSignal): Promise<boolean> {
    return this.#options.database.transact(async (transaction) => {
      const waiting = await waitingKeys(transaction);
      for (const [organizationId, keys] of Map.groupBy(waiting, (key) => key.organization_id)) {
        await this.#certify(transaction, organizationId, keys);
      }
      return waiting.length === BATCH;
    }, signal);
  }

  async #certify(
    transaction: Transaction,
    organizationId: string,
    keys: readonly z.output<typeof DeviceKey>[],
  ): Promise<void> {
    const { log, metrics } = this.#options;
    const signing = await this.#signingKey(transaction, organizationId);
    for (const key of keys) {
      const message = certificateMessage({
        organizationId,
        deviceKeyId: key.id,
        personId: key.person_id,
        publicKey: key.public_key,
      });
      await transaction.execute(
        'update public.device_keys set certificate = $2, certified_at = pg_catalog.now() where id = $1',
        [key.id, signWith(signing, message)],
      );
    }
    metrics.keysCertified(keys.length);
    log.info('keys.certified', { organization: organizationId, keys: keys.length });
  }

  async #signingKey(transaction: Transaction, organizationId: string): Promise<SigningKey> {
    const { sealingKey, surroundings, log } = this.#options;
    const name = `organisation ${organizationId}`;
    const made = newSigningKey();
    const sealed = sealingKey.seal(made.seed, { name, nonce: surroundings.randomBytes(NONCE_BYTES) });
    // Whoever comes second waits here for the first, and then uses the first one's key.
    const isMade = await transaction.execute(
      `insert into private.organization_signing_keys (organization_id, sealed) values ($1, $2)
       on conflict (organization_id) do nothing`,
      [organizationId, sealed],
    );
    if (isMade === 1) {
      await transaction.execute('insert into public.organization_keys (organization_id, public_key) values ($1, $2)', [
        organizationId,
        made.publicKey,
      ]);
      log.info('keys.made', { organization: organizationId });
      return made;
    }
    const [own] = await transaction.query(
      OwnKey,
      `select open.public_key, own.sealed from private.organization_signing_keys as own
       join public.organization_keys as open using (organization_id) where own.organization_id = $1`,
      [organizationId],
    );
    if (own === undefined) throw new Error('An organisation has one half of its key.');
    return { seed: sealingKey.open(own.sealed, { name }), publicKey: own.public_key };
  }
}

/** Keys of people who belong to the organisation now; not of one whose key has lost a half, which only people can mend. */
function waitingKeys(transaction: Transaction): Promise<readonly z.output<typeof DeviceKey>[]> {
  return transaction.query(
    DeviceKey,
    `select key.id, key.person_id, key.organization_id, key.public_key from public.device_keys as key
     where key.certificate is null and key.revoked_at is null
       and (
         exists (
           select from public.organization_members as member
           where member.organization_id = key.organization_id and member.person_id = key.person_id
             and member.revoked_at is null
         )
         or exists (
           select from public.project_members as member
           join public.projects as project on project.id = member.project_id
           where project.organization_id = key.organization_id and member.person_id = key.person_id
             and member.revoked_at is null
         )
       )
       and exists (select from private.organization_signing_keys as own where own.organization_id = key.organization_id)
         = exists (select from public.organization_keys as open where open.organization_id = key.organization_id)
     order by key.created_at limit $1
     for no key update of key skip locked`,
    [BATCH],
  );
}
