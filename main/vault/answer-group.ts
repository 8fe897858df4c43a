import type { MessagePort } from 'node:worker_threads';
import type { FailureCode } from '../../app/failure.ts';
import type { Answered, Asked, Outcome, Request, WriterCalls } from './protocol.ts';
import { isSyncRequest, syncOthers } from './sync/is-sync-change.ts';
import { failed, type GroupChange, type Writer } from './writer.ts';

type Question = Request<WriterCalls>;
type Other = Exclude<Question, GroupChange>;

/** Answers what arrived together: changes first, in one commit, so that everything read is on disk. */
export function answerGroup(
  writer: Writer,
  group: readonly Asked<WriterCalls>[],
  { meetKeeper, release }: { readonly meetKeeper: (line: MessagePort) => void; readonly release: () => boolean },
): { readonly answers: readonly Answered[]; readonly hasChanged: boolean } {
  const numbers: number[] = [];
  const changes: GroupChange[] = [];
  for (const { number, request } of group) {
    if (isOther(request)) continue;
    numbers.push(number);
    changes.push(request);
  }
  const outcomes = changes.length === 0 ? [] : writer.commit(changes, release);
  const answers = outcomes.map((outcome, index) => ({ number: numbers[index] ?? -1, outcome }));
  for (const { number, request } of group) {
    if (isOther(request)) answers.push({ number, outcome: attempt(() => answer(writer, request, meetKeeper)) });
  }
  const isNewHere = group.some(({ request }) => request.name === 'sync-store-access');
  return { answers, hasChanged: isNewHere || outcomes.some(({ ok }) => ok) };
}

const LOST_DISK: ReadonlySet<FailureCode> = new Set(['disk-gone', 'read-only-disk']);

/** The disk refused, went away or was swapped: a new connection has to look what is there. */
export function hasLostDisk(answers: readonly Answered[]): boolean {
  return answers.some(({ outcome }) => !outcome.ok && 'code' in outcome && LOST_DISK.has(outcome.code));
}

const others: Readonly<Record<Other['name'], true>> = {
  list: true,
  'read-glance': true,
  'open-script': true,
  'name-moment': true,
  'change-moment': true,
  'remove-script': true,
  flush: true,
  timings: true,
  'vault-id': true,
  'begin-recovery': true,
  incidents: true,
  'incident-seen': true,
  checkups: true,
  'meet-keeper': true,
  close: true,
  ...syncOthers,
};

/** Whether it is answered with something that is read, which may take long. */
export function isOther(request: Question): request is Other {
  return request.name in others;
}

function answer(writer: Writer, request: Other, meetKeeper: (line: MessagePort) => void): unknown {
  if (isSyncRequest(request)) return writer.sync(request);
  switch (request.name) {
    case 'list':
      return writer.list();
    case 'read-glance':
      return writer.readGlance(request.input.scriptId);
    case 'open-script':
      return writer.openScript(request.input.scriptId);
    case 'name-moment':
      return writer.nameMoment(request.input);
    case 'change-moment':
      return writer.changeMoment(request.input);
    case 'remove-script':
      return writer.removeScript(request.input);
    case 'flush':
      return undefined;
    case 'timings':
      return writer.timings();
    case 'vault-id':
      return writer.vaultId;
    case 'begin-recovery':
      return writer.health.begin(request.input);
    case 'incidents':
      return writer.health.incidents();
    case 'incident-seen':
      return writer.health.seen(request.input.incidentId);
    case 'checkups':
      return writer.health.checkups();
    case 'meet-keeper':
      return meetKeeper(request.input.line);
    case 'close':
      return writer.end(request.input);
    default:
      return request satisfies never;
  }
}

export function attempt(work: () => unknown): Outcome {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return failed(error);
  }
}
