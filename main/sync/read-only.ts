import { rowOf } from '../../app/access/roles.ts';
import type { ReadOnlyReason } from '../../app/ipc/contract.ts';
import type { Lane } from '../../app/sync/facts.ts';

/**
 * Why a script of a project may be read here and not written in. A script in review or in the archive may be: what is
 * written then is held on this device, and said to be.
 */
export function readOnlyReason({ role, hasAccess, hasNewerFormat }: Lane): ReadOnlyReason | null {
  if (hasNewerFormat) return 'newer-format';
  if (!hasAccess) return 'access-ended';
  // Before the server said what the person is, nothing of theirs is refused.
  return role === null || rowOf('live text', 'write')?.[role] !== undefined ? null : 'may-not-write';
}
