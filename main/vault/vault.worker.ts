import { randomUUID } from 'node:crypto';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { answerGroup, attempt, hasLostDisk, isOther } from './answer-group.ts';
import { openWithBallast, releaseBallast } from './ballast.ts';
import { packAnswers, unpackQuestions, type PackedQuestions } from './packing.ts';
import type {
  Answered,
  Asked,
  KeeperJobs,
  LeavingNote,
  RoomNote,
  WriterCalls,
  WriterNote,
  WriterStart,
  WriterTold,
} from './protocol.ts';
import { openSources } from './recovery/open-sources.ts';
import { Writer, type WriterTools } from './writer.ts';

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
    const tools: WriterTools = {
      newId: randomUUID,
      openSources: () => openSources(start),
      onProgress: (progress) => port.postMessage({ note: 'recovering', progress } satisfies WriterTold),
    };
    writer = openWithBallast(start.folder, () => Writer.open(start, tools));
  });
  port.postMessage(packAnswers([{ number: 0, outcome }]));
  if (writer !== undefined) listen(port, writer, start.folder);
}

function listen(port: MessagePort, writer: Writer, folder: string): void {
  let keeper: MessagePort | undefined;
  let idle: NodeJS.Timeout | undefined;
  let note: NodeJS.Timeout | undefined;

  const meetKeeper = (line: MessagePort): void => {
    keeper?.close();
    keeper = line;
    line.on('message', (jobs: PackedQuestions) => {
      const answers = unpackQuestions<KeeperJobs>(jobs).map(({ number, request }) => ({
        number,
        outcome: attempt(() => writer.store(request)),
      }));
      line.postMessage(packAnswers(answers));
    });
  };
  const tellKeeper = (at: number): void => {
    note ??= setTimeout(() => {
      note = undefined;
      keeper?.postMessage({ note: 'changed', at } satisfies WriterNote);
    }, NOTE_MS);
  };

  const release = (): boolean => {
    const isFreed = releaseBallast(folder);
    if (isFreed) port.postMessage({ note: 'room', room: 'nearly-full' } satisfies RoomNote);
    return isFreed;
  };
  /** Lets go of the file before the last answer: whoever hears it may open it anew, and looks at the disk afresh. */
  const leave = (answers: readonly Answered[]): void => {
    clearTimeout(note);
    keeper?.close();
    writer[Symbol.dispose]();
    port.postMessage({ note: 'leaving' } satisfies LeavingNote);
    port.postMessage(packAnswers(answers));
    port.close();
  };

  // What arrives while one group is on its way to the disk is the next group.
  port.on('message', (first: PackedQuestions) => {
    clearTimeout(idle);
    const group = drain(port, unpackQuestions(first));
    const { answers, hasChanged } = answerGroup(writer, group, { meetKeeper, release });
    if (hasLostDisk(answers) || group.some(({ request }) => request.name === 'close')) return leave(answers);
    port.postMessage(packAnswers(answers));
    if (hasChanged) tellKeeper(timeOf(group));
    // Moving the WAL into the file costs two flushes: they are paid while nobody waits.
    idle = setTimeout(() => writer.checkpoint(release), IDLE_MS);
  });
}

function drain(port: MessagePort, group: Asked<WriterCalls>[]): readonly Asked<WriterCalls>[] {
  let latest: readonly Asked<WriterCalls>[] = group;
  // A group ends with the first question to read something: what was saved before it is answered before the next one.
  while (group.length < MAX_GROUP && !latest.some(({ request }) => isOther(request))) {
    const next = receiveMessageOnPort(port);
    if (next === undefined) break;
    latest = unpackQuestions<WriterCalls>(next.message);
    for (const asked of latest) group.push(asked);
  }
  return group;
}

function timeOf(group: readonly Asked<WriterCalls>[]): number {
  const last = group.findLast(({ request }) => 'at' in request.input)?.request.input;
  return last !== undefined && 'at' in last ? last.at : 0;
}
