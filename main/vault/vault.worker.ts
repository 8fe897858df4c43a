import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { answerGroup, attempt } from './answer-group.ts';
import type { Answered, Asked, WriterCalls, WriterStart } from './protocol.ts';
import { Writer } from './writer.ts';

const IDLE_MS = 500;
/** Enough to share one flush among a flood, few enough that nobody in it waits long. */
const MAX_GROUP = 4_096;

if (parentPort !== null) serve(parentPort, workerData as WriterStart);

/** The thread around the writer. What arrives while one group is on its way to the disk is the next group. */
function serve(port: MessagePort, start: WriterStart): void {
  let writer: Writer | undefined;
  const outcome = attempt(() => {
    writer = Writer.open(start);
  });
  port.postMessage([{ number: 0, outcome }] satisfies Answered[]);
  if (writer === undefined) return;
  listen(port, writer);
}

function listen(port: MessagePort, writer: Writer): void {
  let idle: NodeJS.Timeout | undefined;
  port.on('message', (first: Asked<WriterCalls>) => {
    clearTimeout(idle);
    const group = [first, ...waiting(port)];
    port.postMessage(answerGroup(writer, group));
    if (group.some(({ request }) => request.name === 'close')) {
      writer[Symbol.dispose]();
      port.close();
      return;
    }
    // Moving the WAL into the file costs two flushes: they are paid while nobody waits.
    idle = setTimeout(() => writer.checkpoint(), IDLE_MS);
  });
}

function* waiting(port: MessagePort): Generator<Asked<WriterCalls>> {
  for (let taken = 1; taken < MAX_GROUP; taken += 1) {
    const next = receiveMessageOnPort(port);
    if (next === undefined) return;
    yield next.message as Asked<WriterCalls>;
  }
}
