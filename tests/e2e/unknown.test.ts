import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import { Vault } from '../../main/vault/vault.ts';
import { Random } from '../support/random.ts';
import { vaultWorkers } from '../support/vault.ts';
import { Profile, RunningApp } from './app.ts';
import { ScriptPage } from './script-page.ts';
import { storedDocument } from './stored-script.ts';

const TITLE = 'Written by a newer Galley';
const random = new Random(41);
const newId = (): string => random.uuid();
const now = (): Date => new Date(Date.UTC(2026, 5, 1));

/** Two rows; in the first a mark and an attribute of a newer build, in the second a node; keys and a root beside them. */
function newerScript(): Y.Doc {
  const doc = new Y.Doc();
  const rows = ['Known words here', 'Beside a shot list'].map((heard) => ({ audio: [{ text: heard }] }));
  for (const update of buildScript({ scenes: [{ heading: 'One', rows }] }, { newId })) Y.applyUpdate(doc, update);
  const cells = [...doc.getMap('rows').values()].map((row) => (row instanceof Y.Map ? row.get('audio') : undefined));
  for (const cell of cells) {
    const block = cell instanceof Y.XmlFragment ? cell.get(0) : undefined;
    const words = block instanceof Y.XmlElement ? block.get(0) : undefined;
    if (!(cell instanceof Y.XmlFragment) || !(block instanceof Y.XmlElement) || !(words instanceof Y.XmlText)) continue;
    if (words.toString().startsWith('Known')) {
      words.format(0, 5, { tempo: { bpm: 90 } });
      block.setAttribute('cue', 'Q7');
    } else {
      const shots = new Y.XmlElement('shotList');
      shots.setAttribute('lens', '35');
      cell.insert(1, [shots]);
    }
  }
  for (const row of doc.getMap('rows').values()) if (row instanceof Y.Map) row.set('camera', 'B');
  doc.getMap('storyboard').set('first', 'frame');
  return doc;
}

/** What a newer build wrote, and only that, in a form that can be compared. */
function unknownParts(doc: Y.Doc): unknown {
  const rows = [...doc.getMap('rows').values()].filter((row) => row instanceof Y.Map);
  return {
    camera: rows.map((row) => row.get('camera')),
    storyboard: doc.getMap('storyboard').toJSON(),
    cells: rows.map((row) => {
      const cell = row.get('audio');
      const children = cell instanceof Y.XmlFragment ? cell.toArray() : [];
      return children.map((child) => {
        if (!(child instanceof Y.XmlElement)) return null;
        const [words] = child.toArray();
        const delta: readonly { insert?: unknown; attributes?: object }[] =
          words instanceof Y.XmlText ? words.toDelta() : [];
        return {
          name: child.nodeName,
          attributes: child.getAttributes(),
          tempo: delta.filter(({ attributes }) => attributes !== undefined && 'tempo' in attributes),
        };
      });
    }),
  };
}

/** A profile whose library has the newer script; `format` is that of a last, empty-handed update. */
async function profileWith(doc: Y.Doc, format: number): Promise<{ profile: Profile; scriptId: ScriptId }> {
  const profile = new Profile();
  const folder = join(profile.folder, 'accounts', 'local');
  await using vault = await Vault.open({
    folder,
    account: 'local',
    appVersion: '0.1.0',
    workers: vaultWorkers,
    now,
    newId,
  });
  const scriptId = ScriptId.parse(newId());
  const update = { updateId: UpdateId.parse(newId()), format: FORMAT, bytes: Y.encodeStateAsUpdate(doc) };
  await vault.create({ scriptId, title: TITLE, updates: [update] });
  if (format !== FORMAT) {
    await vault.append({ scriptId, updateId: UpdateId.parse(newId()), format, bytes: Uint8Array.of(0, 0) });
  }
  return { profile, scriptId };
}

function updatesOnDisk(profile: Profile): number {
  const db = new Database(join(profile.folder, 'accounts', 'local', 'vault.db'));
  try {
    return Number(db.prepare('SELECT count(*) FROM script_update').pluck().get());
  } finally {
    db.close();
  }
}

/** Opens the script, enters every cell with the mouse and walks through it by keyboard. */
async function look(script: ScriptPage): Promise<void> {
  await script.row(1).waitFor();
  for (const index of [0, 1]) {
    for (const kind of ['video', 'audio'] as const) {
      await script.cell(index, kind).click();
      await script.press('ArrowLeft', 'ArrowRight', 'ArrowDown', 'Escape');
    }
  }
}

async function openIn(app: RunningApp, scriptId: ScriptId): Promise<ScriptPage> {
  const page = await app.firstPage();
  await page.evaluate((id) => void (location.hash = `#/script/${id}`), scriptId);
  await page.getByRole('heading', { name: TITLE }).waitFor();
  return new ScriptPage(page);
}

test('[STORY-9] what a newer build wrote is only looked at by two windows, and passes through what is typed beside it', async () => {
  const doc = newerScript();
  const { profile, scriptId } = await profileWith(doc, FORMAT);
  using _profile = profile;
  {
    await using app = await RunningApp.launch(profile);
    const first = await openIn(app, scriptId);
    await look(first);
    const page = await app.nextPage(() =>
      first.page.evaluate((id) => window.galley.call('window.open', { scriptId: id as never }), scriptId),
    );
    await look(new ScriptPage(page));
    // Quitting saves whatever there is to save: there is nothing.
    await app.askToQuit();
    await app.ended();
  }
  expect(updatesOnDisk(profile)).toBe(1);
  {
    await using app = await RunningApp.launch(profile);
    const script = await openIn(app, scriptId);
    await script.type(0, 'audio', ' and more');
    await script.press('Escape', 'Alt+ArrowDown', 'Delete', 'Control+z');
    await script.saved();
    expect((await script.table()).map(([, heard]) => heard)).toContain('Known words here and more');
    await app.askToQuit();
    await app.ended();
  }
  expect(updatesOnDisk(profile)).toBeGreaterThan(1);
  expect(unknownParts(storedDocument(profile, TITLE))).toEqual(unknownParts(doc));
});

test('[STORY-9] a script in a newer format is shown and never written to', async () => {
  const { profile, scriptId } = await profileWith(newerScript(), FORMAT + 1);
  using _profile = profile;
  {
    await using app = await RunningApp.launch(profile);
    const script = await openIn(app, scriptId);
    expect(await script.status()).toBe('Needs a newer Galley');
    await look(script);
    await script.cell(0, 'audio').click();
    await script.page.keyboard.type('not a word of this');
    await script.press('Control+Enter', 'Escape', 'Delete');
    expect((await script.table()).map(([, heard]) => heard)[0]).toBe('Known words here');
    await app.askToQuit();
    await app.ended();
  }
  expect(updatesOnDisk(profile)).toBe(2);
});
