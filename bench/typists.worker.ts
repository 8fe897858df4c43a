import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import * as Y from 'yjs';
import * as z from 'zod';
import { ScriptId } from '../app/ids.ts';
import { BenchDevice } from './bench-device.ts';

// Other people's laptops, in a thread of their own: each types ten edits a second at the end of a text of its own.

const EDIT_EVERY_MS = 100;

const Asked = z.object({
  server: z.object({ url: z.string(), anonKey: z.string(), jwtSecret: z.string(), personId: z.string() }),
  scriptId: ScriptId,
  folder: z.string(),
  count: z.int().positive(),
});

const port = parentPort;
if (port === null) throw new Error('This runs as a thread.');
const { server, scriptId, folder, count } = Asked.parse(workerData);

await using devices = new AsyncDisposableStack();
using typing = new DisposableStack();
for (let index = 0; index < count; index += 1) {
  const device = devices.use(
    BenchDevice.open({
      server,
      scriptId,
      folder: join(folder, String(index)),
      saves: 'into-the-system',
      messagesPerSecond: Number.POSITIVE_INFINITY,
      received: () => undefined,
    }),
  );
  await device.goOnline();
  await device.whole();
  const doc = new Y.Doc();
  doc.on('update', (update: Uint8Array) => void device.type(update));
  const text = doc.getText(`typist ${index}`);
  typing.adopt(
    setInterval(() => text.insert(text.length, 'e'), EDIT_EVERY_MS),
    clearInterval,
  );
}
port.postMessage('typing');
await new Promise((resolve) => port.once('message', resolve));
typing.dispose();
port.close();
