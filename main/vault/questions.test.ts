import { expect, test } from 'vitest';
import { unpackQuestions, type PackedQuestions } from './packing.ts';
import type { WriterCalls } from './protocol.ts';
import { Questions } from './questions.ts';

test('[VAULT-1] a flood goes in several messages, each question once and in order, and each gets its answer', async () => {
  const sent: PackedQuestions[] = [];
  const questions = new Questions<WriterCalls>({ postMessage: (message) => sent.push(message as PackedQuestions) });
  const answers = Array.from({ length: 5_000 }, () => questions.ask('flush', {}));
  expect(sent.length).toBe(2);
  await Promise.resolve();
  const numbers = sent.map((message) => unpackQuestions<WriterCalls>(message).map(({ number }) => number));
  expect(numbers.flat()).toEqual(Array.from({ length: 5_000 }, (_, index) => index + 1));
  expect(numbers.length).toBe(3);
  for (const done of numbers) questions.settle({ done, others: [] });
  await Promise.all(answers);
});
