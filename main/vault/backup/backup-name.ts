import * as z from 'zod';
import { BackupId } from '../../../app/ids.ts';

/** Made by itself, or because a person asked. */
export const BackupKind = z.enum(['daily', 'asked']);
export type BackupKind = z.output<typeof BackupKind>;

/**
 * `unverified`: written, not yet opened again, counts as nothing. `verified`: opened and found whole. `damaged`: was
 * whole once, and something of it has been found to be unreadable since; what else is in it can still be used.
 */
export type BackupState = 'unverified' | 'verified' | 'damaged';

/** Everything that says which backup a file is; its name alone tells it, also when its content is damaged. */
export interface BackupName {
  /** Rises by one with every backup of its folder. */
  readonly number: number;
  readonly madeAt: number;
  readonly kind: BackupKind;
  readonly backupId: BackupId;
  readonly state: BackupState;
}

const ENDINGS = { unverified: 'unverified', verified: 'backup', damaged: 'damaged' } as const;
const NAME =
  /^(\d{6,15})_([+-]?\d{4,6}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z)_(\w+)_([0-9a-f-]{36})\.(unverified|backup|damaged)$/;

/** `000007_2026-06-01T12-00-00.000Z_daily_<id>.backup`: sorts by age, and a person can read it. */
export function fileNameOf({ number, madeAt, kind, backupId, state }: BackupName): string {
  const time = new Date(madeAt).toISOString().replaceAll(':', '-');
  return `${String(number).padStart(6, '0')}_${time}_${kind}_${backupId}.${ENDINGS[state]}`;
}

/** Undefined for a file that is none of ours. */
export function readFileName(name: string): BackupName | undefined {
  const [, number, time, kind, id, ending] = NAME.exec(name) ?? [];
  const madeAt = Date.parse((time ?? '').replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'));
  const parsed = { kind: BackupKind.safeParse(kind), id: BackupId.safeParse(id) };
  const state = (['unverified', 'verified', 'damaged'] as const).find((each) => ENDINGS[each] === ending);
  if (Number.isNaN(madeAt) || !parsed.kind.success || !parsed.id.success || state === undefined) return undefined;
  return { number: Number(number), madeAt, kind: parsed.kind.data, backupId: parsed.id.data, state };
}
