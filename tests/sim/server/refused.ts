import type { RefusalCode } from '../../../app/server/refusal.ts';
import type { RemoteTrouble } from '../../../app/sync/ports.ts';

/** How a refusal reaches the engine. Nobody signed in is trouble of its own. */
export function refused(code: RefusalCode, details?: unknown): { readonly ok: false; readonly trouble: RemoteTrouble } {
  if (code === 'signed-out') return { ok: false, trouble: { kind: 'signed-out' } };
  const refusal = { code, message: code, details: details === undefined ? null : JSON.stringify(details), hint: null };
  return { ok: false, trouble: { kind: 'refused', refusal } };
}
