import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { answerGroup, attempt } from './answer-group.ts';
import type { Answered, Asked, KeeperJobs, WriterCalls, WriterNote, WriterStart } from './protocol.ts';
import { Writer } from './writer.ts';

const IDLE_MS = 500;
/** The keeper hears of changes at most this often: it is never in a hurry. */
const NOTE_MS = 250;
/** Enough to share one flush among a flood, few enough that nobody in it waits long. */
const MAX_GROUP = 4_096;

if (parentPort !== null) serve(parentPort, workerData as WriterStart);

/** The thread around the writer. */
function serve(port: MessagePort, start: WriterStart): void {
  let writer: Writer | undefined;
  const outcome = attempt(() => {
    writer = Writer.open(start);
  });
  port.postMessage([{ number: 0, outcome }] satisfies Answered[]);
  if (writer !== undefined) listen(port, writer);
}

function listen(port: MessagePort, writer: Writer): void {
  let keeper: MessagePort | undefined;
  let idle: NodeJS.Timeout | undefined;
  let note: NodeJS.Timeout | undefined;

  const meetKeeper = (line: MessagePort): void => {
    keeper?.close();
    keeper = line;
    line.on('message', ({ number, request }: Asked<KeeperJobs>) => {
      line.postMessage([{ number, outcome: attempt(() => writer.store(request)) }] satisfies Answered[]);
    });
  };
  const tellKeeper = (at: number): void => {
    note ??= setTimeout(() => {
      note = undefined;
      keeper?.postMessage({ note: 'changed', at } satisfies WriterNote);
    }, NOTE_MS);
  };

  // What arrives while one group is on its way to the disk is the next group.
  port.on('message', (first: Asked<WriterCalls>) => {
    clearTimeout(idle);
    const group = [first, ...waiting(port)];
    const { answers, hasChanged } = answerGroup(writer, group, meetKeeper);
    port.postMessage(answers);
    if (hasChanged) tellKeeper(timeOf(group));
    if (group.some(({ request }) => request.name === 'close')) {
      clearTimeout(note);
      keeper?.close();
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

function timeOf(group: readonly Asked<WriterCalls>[]): number {
  const last = group.findLast(({ request }) => 'at' in request.input)?.request.input;
  return last !== undefined && 'at' in last ? last.at : 0;
}
