import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ImportId, type ScriptId } from '../../app/ids.ts';
import { MAX_IMPORT_BYTES } from '../../app/ipc/contract.ts';
import { Files } from '../../main/files/files.ts';
import { surroundings } from '../../main/surroundings.ts';
import { nodeProcesses } from '../support/import-process.ts';
import { openTestVault, TemporaryFolder } from '../support/vault.ts';

const WINDOW = 1;

/** The real vault, the real process, a real folder; only the person is played. */
async function openWorld() {
  await using opening = new AsyncDisposableStack();
  const library = opening.use(await openTestVault());
  const { vault, random } = library;
  const folder = opening.use(new TemporaryFolder()).path;
  const person: { chooses: string | null; readonly suggested: string[] } = { chooses: null, suggested: [] };
  const { children, startProcess } = nodeProcesses();
  const files = opening.use(
    new Files({
      vault: Promise.resolve(vault),
      dialogs: {
        chooseFile: async () => person.chooses,
        chooseTarget: async ({ path }) => {
          person.suggested.push(path);
          return person.chooses;
        },
      },
      startProcess,
      documents: () => folder,
      newId: () => random.uuid(),
      wake: surroundings.wake,
    }),
  );
  const opened = opening.move();
  const at = (name: string): string => join(folder, name);
  const scriptId = (): ScriptId => library.scriptId();
  return { vault, scriptId, files, person, children, at, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

const titles = async ({ vault }: Awaited<ReturnType<typeof openWorld>>): Promise<readonly string[]> =>
  (await vault.list()).map(({ title }) => title);

test(
  '[FORMAT-12] a chosen file is previewed, confirmed, in the library, and exports as what it was',
  { timeout: 60_000 },
  async () => {
    await using world = await openWorld();
    const { files, person, vault } = world;
    const markdown = readFileSync(new URL('../fixtures/formats/sample.md', import.meta.url), 'utf8');
    writeFileSync(world.at('in.md'), markdown);
    person.chooses = world.at('in.md');
    const preview = await files.chooseImport(WINDOW);
    expect(preview).toMatchObject({ fileName: 'in.md', title: 'How the Library of Things works', rows: 13 });
    expect(await titles(world)).toEqual([]);

    const scriptId = world.scriptId();
    const importId = ImportId.parse(preview?.importId);
    await files.import({ importId, scriptId, title: 'Borrowed: “Things”' });
    await files.import({ importId, scriptId, title: 'Borrowed: “Things”' });
    expect(await titles(world)).toEqual(['Borrowed: “Things”']);
    expect((await vault.readPlain(scriptId)).seconds).toBe(88);
    const { moments, count } = await vault.timeline(scriptId);
    expect(moments).toMatchObject([{ kind: 'imported', name: 'in.md', ordinal: count }]);

    person.chooses = world.at('out.md');
    expect(await files.export({ scriptId, format: 'markdown' }, WINDOW)).toBe('out.md');
    expect(person.suggested).toEqual([world.at('Borrowed “Things”.md')]);
    expect(readFileSync(world.at('out.md'), 'utf8')).toBe(
      markdown.replace('# How the Library of Things works', '# Borrowed: “Things”'),
    );
  },
);

test('[FORMAT-12] a person who changes their mind leaves nothing behind', { timeout: 60_000 }, async () => {
  await using world = await openWorld();
  const { files, person } = world;
  person.chooses = null;
  expect(await files.chooseImport(WINDOW)).toBe(null);
  const { importId } = await files.previewImport({ fileName: 'a.txt', content: new TextEncoder().encode('Words.') });
  files.discardImport(importId);
  await expect(files.import({ importId, scriptId: world.scriptId(), title: 'A' })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(await titles(world)).toEqual([]);
});

test(
  '[FORMAT-13] an export that is called off, or of a script that is not here, writes nothing',
  { timeout: 60_000 },
  async () => {
    await using world = await openWorld();
    const { files, person, vault } = world;
    const scriptId = world.scriptId();
    await vault.create({ scriptId, title: 'Harbour', updates: [] });
    person.chooses = null;
    expect(await files.export({ scriptId, format: 'text' }, WINDOW)).toBe(null);
    expect(person.suggested).toEqual([world.at('Harbour.txt')]);
    await expect(files.export({ scriptId: world.scriptId(), format: 'text' }, WINDOW)).rejects.toMatchObject({
      code: 'not-found',
    });
    person.chooses = world.at('gone/Harbour.txt');
    await expect(files.export({ scriptId, format: 'text' }, WINDOW)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('The script is safe in Galley'),
    });
    expect(existsSync(world.at('gone'))).toBe(false);
  },
);

test('[FORMAT-18] a file over 20 MB, a folder and a file that went are told before anything is started', async () => {
  await using world = await openWorld();
  const { files, person, children } = world;
  writeFileSync(world.at('large.txt'), '');
  truncateSync(world.at('large.txt'), MAX_IMPORT_BYTES + 1);
  mkdirSync(world.at('folder.md'));
  const choose = (name: string): Promise<unknown> => {
    person.chooses = world.at(name);
    return files.chooseImport(WINDOW);
  };
  await expect(choose('large.txt')).rejects.toMatchObject({
    code: 'too-large',
    message:
      '“large.txt” is larger than 20 MB. It is unchanged, and nothing was imported. Split it and import the parts.',
  });
  await expect(choose('folder.md')).rejects.toMatchObject({ code: 'invalid' });
  await expect(choose('gone.md')).rejects.toMatchObject({
    code: 'not-found',
    message: '“gone.md” is not there any more. Nothing was imported. Choose another file.',
  });
  expect(children).toEqual([]);
});
