import { join } from 'node:path';
import type { RecoveryReport } from '../../../app/ipc/recovery.ts';
import { failureOf } from '../failures.ts';
import type { Migration } from '../migrations/all.ts';
import { FILE_NAME } from '../protocol.ts';
import { examine, type Examined } from './examine.ts';
import { beginRecovery, isRecovering, recover, type RecoverOptions } from './recover.ts';
import { Witness } from './witness.ts';

export type Remark = NonNullable<Extract<Examined, { kind: 'usable' }>['remark']>;

export interface MakeUsableOptions extends RecoverOptions {
  /** A vault was open here a moment ago: what lies there now is not judged, because its disk may have gone. */
  readonly isExpected?: boolean;
  readonly known?: readonly Migration[] | undefined;
}

/**
 * Leaves a usable vault, or none, in the folder: what is damaged, foreign or another account's is set aside and built again.
 * Answers what is odd about a file that is whole in itself.
 * @throws Failure `disk-gone` where a vault was expected, `newer-version`, `disk-full`, `read-only-disk`; nothing is lost then, and the next start goes on.
 */
export function makeUsable({ isExpected = false, known, ...options }: MakeUsableOptions): Remark | null {
  const path = join(options.folder, FILE_NAME);
  const { account } = options;
  const newest = known?.length;
  if (isRecovering(options.folder)) recover(options);
  let examined = examine(path, { account, newest });
  if (examined.kind !== 'usable' && isExpected) throw failureOf('disk-gone');
  if (examined.kind === 'unusable') {
    beginRecovery(examined, options);
    recover(options);
    examined = examine(path, { account, newest });
  }
  // What was built from proven rows alone cannot be damaged, unless the disk is.
  if (examined.kind === 'unusable') throw failureOf('damaged');
  Witness.forgetWal(options.folder);
  return examined.kind === 'usable' ? examined.remark : null;
}

/** The report on a file that was taken as it is. */
export function reportOn({ reason, knownUntil }: Remark, { scripts }: { readonly scripts: number }): RecoveryReport {
  return { version: 1, reason, scripts, untouched: scripts, touched: [], otherLost: [], knownUntil };
}
