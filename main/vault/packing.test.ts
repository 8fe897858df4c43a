import { expect, test } from 'vitest';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { Random } from '../../tests/support/random.ts';
import { packAnswers, packQuestions, unpackQuestions } from './packing.ts';
import type { Asked, WriterCalls } from './protocol.ts';

const random = new Random(4);
const scriptId = ScriptId.parse(random.uuid());

function append(number: number, length: number): Asked<WriterCalls> {
  const bytes = Uint8Array.from({ length }, () => random.below(256));
  const update = { updateId: UpdateId.parse(random.uuid()), format: 1 + number, bytes };
  return { number, request: { name: 'append', input: { scriptId, update, at: number * 10 } } };
}

test('[VAULT-1] what one thread asks is what the other hears, in the same order', () => {
  const questions: Asked<WriterCalls>[] = [
    append(1, 0),
    { number: 2, request: { name: 'create', input: { scriptId, title: 'Harbour', updates: [], at: 3 } } },
    append(3, 18),
    append(4, 5_000),
    { number: 5, request: { name: 'list', input: {} } },
    append(6, 1),
  ];
  expect(unpackQuestions(structuredClone(packQuestions(questions)))).toEqual(questions);
  expect(unpackQuestions(packQuestions([]))).toEqual([]);
});

test('[SAVE-1] only an answer that is "done" travels as done', () => {
  const failed = { ok: false, code: 'conflict', message: 'No.', cause: undefined } as const;
  expect(
    packAnswers([
      { number: 1, outcome: { ok: true, value: undefined } },
      { number: 2, outcome: failed },
      { number: 3, outcome: { ok: true, value: [] } },
      { number: 4, outcome: { ok: true, value: false } },
    ]),
  ).toEqual({
    done: [1],
    others: [
      { number: 2, outcome: failed },
      { number: 3, outcome: { ok: true, value: [] } },
      { number: 4, outcome: { ok: true, value: false } },
    ],
  });
});
