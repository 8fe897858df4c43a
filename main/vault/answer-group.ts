import type { Answered, Asked, Outcome, Request, WriterCalls } from './protocol.ts';
import { failed, type Change, type Writer } from './writer.ts';

/** Answers what arrived together: changes first, in one commit, so that everything read is on disk. */
export function answerGroup(writer: Writer, group: readonly Asked<WriterCalls>[]): Answered[] {
  const numbers: number[] = [];
  const changes: Change[] = [];
  const answers: Answered[] = [];
  for (const { number, request } of group) {
    if (isRead(request)) continue;
    numbers.push(number);
    changes.push(request);
  }
  const outcomes = changes.length === 0 ? [] : writer.commit(changes);
  outcomes.forEach((outcome, index) => answers.push({ number: numbers[index] ?? -1, outcome }));
  for (const { number, request } of group) {
    if (isRead(request)) answers.push({ number, outcome: attempt(() => read(writer, request)) });
  }
  return answers;
}

type Read = Exclude<Request<WriterCalls>, Change>;

function isRead(request: Request<WriterCalls>): request is Read {
  return request.name === 'list' || request.name === 'open-script' || request.name === 'close';
}

function read(writer: Writer, request: Read): unknown {
  switch (request.name) {
    case 'list':
      return writer.list();
    case 'open-script':
      return writer.openScript(request.input.scriptId);
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
