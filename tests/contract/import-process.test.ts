import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readScript } from '../../app/script/plain-script.ts';
import { ImportReader } from '../../main/files/import-reader.ts';
import { surroundings } from '../../main/surroundings.ts';
import { ENDLESS_PROCESS, exited, nodeProcesses } from '../support/import-process.ts';

const never = new AbortController().signal;
const { wake } = surroundings;

test(
  '[FORMAT-11] a file is read in a process of its own, which ends with its answer',
  { timeout: 30_000 },
  async () => {
    const { children, startProcess } = nodeProcesses();
    const content = readFileSync(new URL('../fixtures/formats/sample.md', import.meta.url));
    const { preview, updates } = await new ImportReader({ startProcess, wake }).read(
      { fileName: 'sample.md', content },
      never,
    );
    expect(preview).toMatchObject({
      title: 'How the Library of Things works',
      format: 'markdown',
      scenes: 5,
      rows: 13,
      notes: [],
    });
    const doc = new Y.Doc();
    for (const update of updates) Y.applyUpdate(doc, update);
    expect(readScript(doc)).toMatchObject({ seconds: 88, words: preview.words });
    await exited(children[0]);
  },
);

test('[FORMAT-7] what the process refuses is told in its words', { timeout: 30_000 }, async () => {
  const { startProcess } = nodeProcesses();
  const content = new TextEncoder().encode('%PDF-1.7 and so on');
  const reading = new ImportReader({ startProcess, wake }).read({ fileName: 'a.fountain', content }, never);
  await expect(reading).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('looks like a PDF'),
  });
});

test('[FORMAT-11] a process that works for ever is ended at the deadline', { timeout: 30_000 }, async () => {
  const { children, startProcess } = nodeProcesses(ENDLESS_PROCESS);
  const deadline = Promise.withResolvers<void>();
  const reader = new ImportReader({
    startProcess,
    wake: (_afterMs, callBack) => {
      void deadline.promise.then(callBack);
      return { [Symbol.dispose]: () => undefined };
    },
  });
  const reading = reader.read({ fileName: 'a.txt', content: new Uint8Array([97]) }, never);
  await once(children[0] ?? process, 'spawn');
  deadline.resolve();
  await expect(reading).rejects.toMatchObject({ code: 'too-large', message: expect.stringContaining('10 seconds') });
  await exited(children[0]);
});

test(
  '[FORMAT-11] a file that needs too much memory ends its own process and nothing else',
  { timeout: 60_000 },
  async () => {
    const { children, startProcess } = nodeProcesses(undefined, { maxMemoryMb: 24 });
    const content = new TextEncoder().encode('_a_ '.repeat(1_000_000));
    const reading = new ImportReader({ startProcess, wake }).read({ fileName: 'a.fountain', content }, never);
    await expect(reading).rejects.toMatchObject({ code: 'too-large', message: expect.stringContaining('more memory') });
    await exited(children[0]);
  },
);

test('[FORMAT-11] closing ends a process in the middle of its work', { timeout: 30_000 }, async () => {
  const { children, startProcess } = nodeProcesses(ENDLESS_PROCESS);
  const closing = new AbortController();
  const question = { fileName: 'a.txt', content: new Uint8Array([97]) };
  const reading = new ImportReader({ startProcess, wake }).read(question, closing.signal);
  await once(children[0] ?? process, 'spawn');
  closing.abort();
  await expect(reading).rejects.toMatchObject({ code: 'closed' });
  await exited(children[0]);
});
