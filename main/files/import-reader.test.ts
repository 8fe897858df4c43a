import { expect, test } from 'vitest';
import type { ImportQuestion } from './import-messages.ts';
import { IMPORT_DEADLINE_MS, ImportReader, type ImportProcess } from './import-reader.ts';

const QUESTION: ImportQuestion = { fileName: 'a.txt', content: new Uint8Array([97]) };
const PREVIEW = { fileName: 'a.txt', title: 'A', format: 'text', scenes: 0, rows: 1, words: 1, notes: [], sample: [] };

/** A process that does what the test says. The real one runs in tests/contract/import-process.test.ts. */
class ScriptedProcess implements ImportProcess {
  readonly asked: ImportQuestion[] = [];
  kills = 0;
  #answer: (message: unknown) => void = () => undefined;
  #exit: () => void = () => undefined;

  postMessage(question: ImportQuestion): void {
    this.asked.push(question);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#answer = listener;
  }
  onExit(listener: () => void): void {
    this.#exit = listener;
  }
  kill(): void {
    this.kills += 1;
  }
  answers(message: unknown): void {
    this.#answer(message);
  }
  exits(): void {
    this.#exit();
  }
}

function reading(signal: AbortSignal = new AbortController().signal) {
  const child = new ScriptedProcess();
  const timers: { readonly afterMs: number; readonly callBack: () => void }[] = [];
  const reader = new ImportReader({
    startProcess: () => child,
    wake: (afterMs, callBack) => {
      const timer = { afterMs, callBack };
      timers.push(timer);
      return { [Symbol.dispose]: () => void timers.splice(timers.indexOf(timer), 1) };
    },
  });
  return { child, timers, result: reader.read(QUESTION, signal) };
}

test('[FORMAT-11] the answer ends the process and its deadline', async () => {
  const { child, timers, result } = reading();
  child.answers({ kind: 'read', preview: PREVIEW, updates: [new Uint8Array([1])] });
  expect(await result).toMatchObject({ preview: PREVIEW, updates: [new Uint8Array([1])] });
  expect({ asked: child.asked, kills: child.kills, timers }).toEqual({ asked: [QUESTION], kills: 1, timers: [] });
});

test('[FORMAT-11] after ten seconds the process is ended and the person is told', async () => {
  const { child, timers, result } = reading();
  expect(timers.map(({ afterMs }) => afterMs)).toEqual([IMPORT_DEADLINE_MS]);
  timers[0]?.callBack();
  await expect(result).rejects.toMatchObject({
    code: 'too-large',
    message: expect.stringMatching(/“a.txt” took longer than 10 seconds.*nothing was imported\. Split it/),
  });
  expect(child.kills).toBe(1);
});

test('[FORMAT-11] a process that falls over is told as a file that needs too much', async () => {
  const { child, result } = reading();
  child.exits();
  await expect(result).rejects.toMatchObject({ code: 'too-large', message: expect.stringContaining('more memory') });
});

test('[FORMAT-11] closing ends the process, and after closing none is started', async () => {
  const closing = new AbortController();
  const { child, result } = reading(closing.signal);
  closing.abort();
  await expect(result).rejects.toMatchObject({ code: 'closed' });
  expect(child.kills).toBe(1);
  const later = reading(closing.signal);
  await expect(later.result).rejects.toMatchObject({ code: 'closed' });
  expect(later.child.asked).toEqual([]);
});

test.for([
  ['nothing', undefined],
  ['a preview without its updates', { kind: 'read', preview: PREVIEW }],
  ['updates that are no bytes', { kind: 'read', preview: PREVIEW, updates: ['AAE='] }],
  [
    'notes without end',
    { kind: 'read', preview: { ...PREVIEW, notes: Array.from({ length: 101 }, () => 'x') }, updates: [] },
  ],
  ['a code of its own', { kind: 'refused', code: 'delete-everything', message: 'x' }],
] as const)('[FORMAT-11] %s instead of an answer is a bug, never a script', async ([, message]) => {
  const { child, result } = reading();
  child.answers(message);
  await expect(result).rejects.toThrow('answered with something else');
  expect(child.kills).toBe(1);
});

test('[FORMAT-11] a refusal arrives with its code and words, a bug without', async () => {
  const refused = reading();
  refused.child.answers({ kind: 'refused', code: 'invalid', message: 'It looks like a PDF.' });
  await expect(refused.result).rejects.toMatchObject({ code: 'invalid', message: 'It looks like a PDF.' });
  const broken = reading();
  broken.child.answers({ kind: 'broken', message: 'TypeError: x' });
  await expect(broken.result).rejects.not.toHaveProperty('code');
});
