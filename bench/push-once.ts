import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import type { ScriptId } from '../app/ids.ts';
import { signToken } from '../supabase/local/keys.ts';
import type { BenchAddress } from './bench-device.ts';

/** Milliseconds of one push of one edit, by nothing but fetch. */
export async function pushOnce(
  { url, anonKey, jwtSecret, personId }: BenchAddress,
  scriptId: ScriptId,
): Promise<number> {
  const doc = new Y.Doc();
  doc.getText('rpc').insert(0, 'e');
  const update = { id: randomUUID(), format: 1, bytes: Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64') };
  const exp = Math.floor(Date.now() / 1_000) + 600;
  const token = signToken({ role: 'authenticated', sub: personId, exp }, jwtSecret);
  const body = JSON.stringify({ script_id: scriptId, updates: [update] });
  const started = performance.now();
  const answer = await fetch(`${url}/rest/v1/rpc/push_updates`, {
    method: 'POST',
    headers: { apikey: anonKey, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  });
  await answer.text();
  if (!answer.ok) throw new Error(`The push was answered ${answer.status}.`);
  return performance.now() - started;
}
