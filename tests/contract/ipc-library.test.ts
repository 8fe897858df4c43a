import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { ScriptId } from '../../app/ids.ts';
import type { Bridge, CallName, Input, Output } from '../../app/ipc/contract.ts';
import { textOf } from '../../app/script/content.ts';
import { readScript, type PlainScript } from '../../app/script/plain-script.ts';
import { Client } from '../../renderer/client.ts';
import { libraryCalls } from '../../main/ipc/library-calls.ts';
import { OpenScripts } from '../../main/ipc/open-scripts.ts';
import { scriptCalls } from '../../main/ipc/script-calls.ts';
import { openBridge } from '../support/bridge.ts';
import { openTestVault } from '../support/vault.ts';

/** A window's client on a real vault. */
async function openLibrary() {
  const { vault, random, [Symbol.asyncDispose]: close } = await openTestVault();
  onTestFinished(() => close());
  const newId = () => random.uuid();
  const bridge = openBridge({
    handlers: {
      ...libraryCalls({ vault, projects: null, newId }),
      ...scriptCalls({ vault, openScripts: new OpenScripts(), sendChange: () => undefined, sync: null }),
    },
    log: { warn: () => undefined, error: () => undefined },
  });
  const client = new Client(bridge.page(1) satisfies Bridge);
  return {
    call: <N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> => client.call(name, input),
    scriptId: () => ScriptId.parse(newId()),
    read: async (scriptId: ScriptId): Promise<PlainScript> => {
      const { snapshot, updates } = await client.call('script.open', { scriptId });
      const doc = new Y.Doc();
      for (const update of [...(snapshot === null ? [] : [snapshot]), ...updates]) Y.applyUpdate(doc, update);
      return readScript(doc);
    },
  };
}

const idsOf = ({ scenes }: PlainScript) => scenes.flatMap(({ id, rows }) => [id, ...rows.map((row) => row.id)]);
const wordsOf = ({ scenes }: PlainScript) =>
  scenes.map(({ heading, rows }) => [heading, rows.map(({ video, audio }) => [textOf(video), textOf(audio)])]);

test('[IPC-9] a new script begins with its template, and making it again is the same making', async () => {
  const { call, scriptId, read } = await openLibrary();
  const script = { scriptId: scriptId(), title: 'Lighthouse', template: 'interview' } as const;
  await call('library.create', script);
  await call('library.create', script);
  const list = await call('library.list', {});
  expect(list.map(({ title }) => title)).toEqual(['Lighthouse']);
  expect((await read(script.scriptId)).scenes.length).toBeGreaterThan(1);
});

test('[IPC-9] a duplicate has every word of its source, ids of its own, and no history', async () => {
  const { call, scriptId, read } = await openLibrary();
  const source = scriptId();
  const copy = scriptId();
  await call('library.create', { scriptId: source, title: 'Lighthouse', template: 'sample' });
  await call('library.duplicate', { scriptId: source, copyId: copy, title: 'Lighthouse, again' });
  const [original, duplicate] = [await read(source), await read(copy)];
  expect(wordsOf(duplicate)).toEqual(wordsOf(original));
  expect(idsOf(duplicate).filter((id) => idsOf(original).includes(id))).toEqual([]);
});

test('[IPC-9] a script that is not there cannot be duplicated, and says so', async () => {
  const { call, scriptId } = await openLibrary();
  const asked = call('library.duplicate', { scriptId: scriptId(), copyId: scriptId(), title: 'x' });
  await expect(asked).rejects.toMatchObject({ name: 'Failure', code: 'not-found' });
  expect(await call('library.list', {})).toEqual([]);
});

test('[IPC-9] what was renamed, trashed and restored is found by its words', async () => {
  const { call, scriptId } = await openLibrary();
  const script = scriptId();
  await call('library.create', { scriptId: script, title: 'Lighthouse', template: 'sample' });
  await call('library.rename', { scriptId: script, title: 'Drills' });
  await call('library.trash', { scriptId: script });
  expect((await call('library.list', {}))[0]).toMatchObject({ title: 'Drills', trashedAt: expect.any(Number) });
  await call('library.restore', { scriptId: script });
  const hits = await call('library.search', { query: 'telescope', limit: 5 });
  expect(hits).toMatchObject([{ scriptId: script, title: 'Drills', cell: 'video' }]);
});
