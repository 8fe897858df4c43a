import type { Answered, Asked, WriterCalls } from './protocol.ts';

type Append = WriterCalls['append']['input'];
interface Question {
  readonly number: number;
  readonly request: { readonly name: PropertyKey; readonly input: object };
}
type AppendRow = readonly [
  number: number,
  scriptId: Append['scriptId'],
  updateId: Append['update']['updateId'],
  format: number,
  at: number,
  length: number,
];

/**
 * How questions travel between threads. An append as an object with bytes of its own costs several times what it costs
 * as a flat row beside one buffer for all; in a flood that was a third of everything.
 */
export interface PackedQuestions {
  readonly items: readonly (AppendRow | Question)[];
  /** The bytes of all appends, one after the other. */
  readonly bytes: Uint8Array;
}

export function packQuestions(questions: readonly Question[]): PackedQuestions {
  const appends = questions.map(appendOf);
  const bytes = new Uint8Array(appends.reduce((sum, append) => sum + (append?.update.bytes.length ?? 0), 0));
  let at = 0;
  const items = questions.map((question, index) => {
    const append = appends[index];
    if (append === undefined) return question;
    const { scriptId, update } = append;
    bytes.set(update.bytes, at);
    at += update.bytes.length;
    return [question.number, scriptId, update.updateId, update.format, append.at, update.bytes.length] as const;
  });
  return { items, bytes };
}

export function unpackQuestions<C>({ items, bytes }: PackedQuestions): Asked<C>[] {
  let from = 0;
  return items.map((item) => {
    if (!isRow(item)) return item as Asked<C>;
    const [number, scriptId, updateId, format, at, length] = item;
    const update = { updateId, format, bytes: bytes.subarray(from, from + length) };
    from += length;
    return { number, request: { name: 'append', input: { scriptId, update, at } satisfies Append } } as Asked<C>;
  });
}

/** How answers travel. Most of them say "done" and nothing else. */
export interface PackedAnswers {
  readonly done: readonly number[];
  readonly others: readonly Answered[];
}

export function packAnswers(answers: readonly Answered[]): PackedAnswers {
  const done: number[] = [];
  const others: Answered[] = [];
  for (const answer of answers) {
    if (answer.outcome.ok && answer.outcome.value === undefined) done.push(answer.number);
    else others.push(answer);
  }
  return { done, others };
}

function appendOf({ request }: Question): Append | undefined {
  return request.name === 'append' ? (request.input as Append) : undefined;
}

function isRow(item: AppendRow | Question): item is AppendRow {
  return Array.isArray(item);
}
