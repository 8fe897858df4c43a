import { createHash } from 'node:crypto';
import { UpdateId, type ScriptId } from '../../../app/ids.ts';
import { bytesToUuid } from '../../../app/server/frames.ts';
import { idBytes } from '../chain.ts';

/**
 * A batch's id, made of what it holds: sha256(script ‖ id of each update ‖ sha256(bytes)) as a UUID of version 8. The same
 * updates merged to the same bytes have the same id wherever and whenever they are put together: also in a vault that
 * was restored from before they were sent.
 */
export function batchIdOf(scriptId: ScriptId, updateIds: readonly Uint8Array[], sha: Uint8Array): UpdateId {
  const hash = createHash('sha256').update(idBytes(scriptId));
  for (const id of updateIds) hash.update(id);
  return asUuid(hash.update(sha).digest());
}

/** How many of these updates, from the first on, make the batch of that id and content; 0 when none do. */
export function updatesOf(
  batchId: UpdateId,
  { scriptId, updateIds, sha }: { scriptId: ScriptId; updateIds: readonly Uint8Array[]; sha: Uint8Array },
): number {
  const hash = createHash('sha256').update(idBytes(scriptId));
  const last = updateIds.findIndex((id) => asUuid(hash.update(id).copy().update(sha).digest()) === batchId);
  return last + 1;
}

function asUuid(digest: Buffer): UpdateId {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return UpdateId.parse(bytesToUuid(bytes));
}
