import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { ScriptId } from '../app/ids.ts';
import { pushOnce } from './push-once.ts';

// Other people, in a thread of their own: each pushes ten edits a second by nothing but calls. What they would hear of each
// other is left out: it would take the machine from what is measured.

const EDIT_EVERY_MS = 100;

const Asked = z.object({
  server: z.object({ url: z.string(), anonKey: z.string(), jwtSecret: z.string(), personId: z.string() }),
  scriptId: ScriptId,
  count: z.int().positive(),
});

const port = parentPort;
if (port === null) throw new Error('This runs as a thread.');
const { server, scriptId, count } = Asked.parse(workerData);

let isTyping = true;
const typing = Array.from({ length: count }, async (_, index) => {
  await elapsed((index * EDIT_EVERY_MS) / count);
  while (isTyping) await Promise.all([pushOnce(server, scriptId), elapsed(EDIT_EVERY_MS)]);
});
port.postMessage('typing');
await new Promise((resolve) => port.once('message', resolve));
isTyping = false;
await Promise.all(typing);
port.close();

function elapsed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
