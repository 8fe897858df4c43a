import { randomUUID } from 'node:crypto';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { attempt } from './answer-group.ts';
import { answerBackupCall, isBackupCall } from './backup/backup-calls.ts';
import { BallastChore } from './ballast.ts';
import { Chores, type Chore } from './chores.ts';
import { TypingPace } from './history/pace.ts';
import { Keeper } from './keeper.ts';
import { packAnswers, unpackQuestions, type PackedAnswers, type PackedQuestions } from './packing.ts';
import type { KeeperCalls, KeeperJobs, KeeperNote, KeeperStart, Outcome, Request, WriterNote } from './protocol.ts';
import { Questions } from './questions.ts';
import { Rounds } from './rounds.ts';
import { failed } from './writer.ts';

if (parentPort !== null) serve(parentPort, workerData as KeeperStart);

/** The thread around the keeper: the lines to the main process and to the writer, and a timer. */
function serve(port: MessagePort, { folder, file, at, line, indexAfterMs, choresAfterMs }: KeeperStart): void {
  const tell = (note: KeeperNote): void => port.postMessage(note);
  const writer = new Questions<KeeperJobs>(line);
  let keeper: Keeper | undefined;
  const outcome = attempt(() => {
    keeper = Keeper.open(file, {
      writer,
      onCounts: () => tell({ note: 'library-changed' }),
      onTrouble: (scriptId, error) => tell({ note: 'trouble', scriptId, error }),
    });
  });
  port.postMessage(packAnswers([{ number: 0, outcome }]));
  if (keeper !== undefined) listen(port, { folder, keeper, line, writer, tell, at, indexAfterMs, choresAfterMs });
  else line.close();
}

interface Threads {
  readonly folder: string;
  readonly keeper: Keeper;
  readonly line: MessagePort;
  readonly writer: Questions<KeeperJobs>;
  readonly tell: (note: KeeperNote) => void;
  readonly at: number;
  readonly indexAfterMs: number;
  readonly choresAfterMs: number;
}

function listen(
  port: MessagePort,
  { folder, keeper, line, writer, tell, at: startedAt, indexAfterMs, choresAfterMs }: Threads,
): void {
  let at = startedAt;
  const trouble = (error: unknown): void => tell({ note: 'trouble', scriptId: null, error });
  const office = keeper.backups({
    folder,
    newId: randomUUID,
    surroundings: { author: 'local', newId: randomUUID, now: () => new Date(at) },
    onProgress: (progress) => tell({ note: 'backup-progress', progress }),
    onChanged: () => tell({ note: 'backups-changed' }),
    onTrouble: (scriptId, error) => tell({ note: 'trouble', scriptId, error }),
  });
  const ballast = new BallastChore({ folder, tell: (room) => tell({ note: 'room', room }) });
  const pace = new TypingPace({ elapsed: () => performance.now(), after });
  const check = keeper.check({ tell, pace, elapsed: () => performance.now() });
  const chores = new Chores(
    choresOf({ ballast, check, backups: office.backups, history: keeper.historyChores(pace) }),
    trouble,
  );
  const closing = new AbortController();
  const rounds = roundsOf(indexAfterMs, () => keeper.settle({ at }).catch(trouble));
  const choreRounds = roundsOf(choresAfterMs, () => chores.run({ at }));
  line.on('message', (message: PackedAnswers | WriterNote) => {
    if (!('note' in message)) return writer.settle(message);
    at = message.at;
    pace.typed();
    try {
      keeper.checkpoint();
    } catch (error) {
      trouble(error);
    }
    rounds.wake();
    choreRounds.wake();
  });
  port.on('message', (questions: PackedQuestions) => {
    for (const { number, request } of unpackQuestions<KeeperCalls>(questions)) {
      void answer(request).then((outcome) => {
        port.postMessage(packAnswers([{ number, outcome }]));
        if (request.name === 'close') {
          port.close();
          line.close();
        }
      });
    }
  });
  // What a run before this one left behind.
  rounds.wake();
  // A disk may fill within the first minute; the other chores can wait for it to pass.
  const firstBallast = roundsOf(indexAfterMs, () => ballast.run({ signal: closing.signal }).catch(trouble));
  firstBallast.wake();
  choreRounds.wake();

  async function answer(request: Request<KeeperCalls>): Promise<Outcome> {
    try {
      return { ok: true, value: await carryOut(request) };
    } catch (error) {
      return failed(error);
    }
  }

  async function close(): Promise<void> {
    rounds[Symbol.dispose]();
    choreRounds[Symbol.dispose]();
    firstBallast[Symbol.dispose]();
    closing.abort();
    office.backups.cancel();
    await chores[Symbol.asyncDispose]();
    keeper[Symbol.dispose]();
  }

  function carryOut(request: Request<KeeperCalls>): unknown {
    if (isBackupCall(request)) return answerBackupCall({ ...office, settle: () => keeper.settle({ at }) }, request);
    switch (request.name) {
      case 'search':
        return keeper.search({ ...request.input, at });
      case 'read-plain':
        return keeper.readPlain(request.input.scriptId);
      case 'read-copy':
        return keeper.readCopy(request.input.scriptId, randomUUID);
      case 'timeline':
        return keeper.history.timeline(request.input.scriptId);
      case 'past-script':
        return keeper.history.at(request.input.scriptId, request.input.ordinal);
      case 'authors':
        return keeper.history.authors(request.input.scriptId);
      case 'storage':
        return keeper.storage.list();
      case 'unsent':
        return keeper.history.unsent(request.input.scriptId);
      case 'unsent-scripts':
        return keeper.unsent.list();
      case 'used-bytes':
        return keeper.storage.bytes();
      case 'away-log':
        return keeper.away.read(request.input.scriptId);
      case 'read-log':
        return keeper.history.whole(request.input.scriptId);
      case 'health':
        return keeper.health.read();
      case 'record-blind':
        return keeper.recorder.record(request.input.scriptId, request.input);
      case 'settle':
        return keeper.settle({ at });
      case 'do-chores':
        at = request.input.at;
        return pace.hurry(() => chores.run({ at }));
      case 'check':
        check.ask();
        return pace.hurry(() => chores.run({ at })).then(() => check.last());
      case 'close':
        return close();
      default:
        return request satisfies never;
    }
  }
}

/** What the keeper does beside indexing, in this order. */
function choresOf({
  ballast,
  check,
  backups,
  history,
}: {
  readonly ballast: Chore;
  readonly check: Chore;
  readonly backups: Chore;
  readonly history: readonly Chore[];
}): readonly Chore[] {
  // Checked first: a backup of what is damaged is worth less.
  return [ballast, check, backups, ...history];
}

function roundsOf(restMs: number, work: () => Promise<void>): Rounds {
  return new Rounds({
    work,
    restMs,
    elapsed: () => performance.now(),
    after,
  });
}

function after(ms: number, call: () => void): () => void {
  const timer = setTimeout(call, ms);
  return () => clearTimeout(timer);
}
