import assert from 'node:assert/strict';
import * as Y from 'yjs';
import { RowId } from '../../app/ids.ts';
import { MARK_NAMES, sliceContent, textOf, type CellContent, type Run } from '../../app/script/content.ts';
import type { Device } from '../support/devices.ts';
import { typeInto } from '../support/live-cell.ts';
import { someCell, someRow, someRows, someRowSpot, someScene, someSceneSpot, type World } from './world.ts';

type Step = (world: World, device: Device) => void;

/** What one device does by itself, and how often. */
export const steps: Readonly<Record<string, readonly [weight: number, step: Step]>> = {
  type: [24, type],
  format: [8, format],
  receive: [24, (world, device) => world.network.deliver(device, world.random)],
  undo: [12, (_, { undo }) => void undo.undo()],
  redo: [8, (_, { undo }) => void undo.redo()],
  seal: [6, (_, { undo }) => undo.stopCapturing()],
  'insert rows': [6, insertRows],
  'insert and take back': [3, insertAndTakeBack],
  'move rows': [8, (world, device) => device.model.moveRows(someRows(world, device), someRowSpot(world, device))],
  'delete rows': [7, deleteRows],
  restore: [6, restore],
  'duplicate rows': [2, (world, device) => void device.model.duplicateRows(someRows(world, device))],
  speaker: [4, setSpeaker],
  seconds: [
    2,
    ({ random, ...world }, device) => device.model.setSeconds(someRows({ random, ...world }, device), random.below(90)),
  ],
  heading: [4, editHeading],
  'insert scene': [
    2,
    (world, device) => void device.model.insertScene(someSceneSpot(world, device), world.ledger.newWords(1)),
  ],
  'move scene': [3, moveScene],
  'delete scene': [4, deleteScene],
  'duplicate scene': [1, duplicateScene],
  settings: [1, ({ random }, { model }) => model.setLayout(random.oneOf(['av', 'narration']))],
  'row made by hand': [1, rowMadeByHand],
  reopen: [1, reopen],
};

/** Types, types over, or deletes in one cell, as a live cell would. */
function type(world: World, device: Device): void {
  const { random, ledger } = world;
  const address = someCell(world, device);
  const cell = address && device.model.cell(address);
  if (cell === undefined) return;
  typeInto(device.doc, cell, (content) => {
    const { from, to } = someRange(world, content);
    const cut = random.chance(35) ? to : from;
    const words = random.chance(15) ? '' : ledger.newWords(1 + random.below(4));
    const text = random.chance(25) ? `${words.slice(0, 1)}\n${words.slice(1)}` : words;
    const marks = random.chance(20) ? { [random.oneOf(['bold', 'italic'] as const)]: true as const } : undefined;
    return spliced(content, from, cut, marks === undefined ? { text } : { text, marks });
  });
}

function format(world: World, device: Device): void {
  const { random } = world;
  const address = someCell(world, device);
  const cell = address && device.model.cell(address);
  if (cell === undefined) return;
  const name = random.oneOf(MARK_NAMES);
  typeInto(device.doc, cell, (content) => {
    const { from, to } = someRange(world, content);
    const on = random.chance(65);
    const changed = sliceContent(content, from, to).map(({ text, marks = {} }): Run => {
      const { [name]: _, ...others } = marks;
      if (!on) return { text, marks: others };
      return { text, marks: { ...others, [name]: name === 'link' ? { href: 'https://example.org/' } : true } };
    });
    return [...sliceContent(content, 0, from), ...changed, ...sliceContent(content, to, textOf(content).length)];
  });
}

function someRange({ random }: World, content: CellContent): { readonly from: number; readonly to: number } {
  const { length } = textOf(content);
  const from = random.below(length + 1);
  return { from, to: from + random.below(length - from + 1) };
}

function spliced(content: CellContent, from: number, to: number, run: Run): CellContent {
  return [...sliceContent(content, 0, from), run, ...sliceContent(content, to, textOf(content).length)];
}

function insertRows(world: World, device: Device): void {
  const { random, ledger } = world;
  const contents = Array.from({ length: 1 + (random.chance(30) ? random.below(3) : 0) }, () =>
    random.chance(50) ? { audio: [{ text: ledger.newWords(2) }] } : {},
  );
  device.model.insertRows(someRowSpot(world, device), contents);
}

/** Undoing "add row" at once leaves everything as it looked before. */
function insertAndTakeBack(world: World, device: Device): void {
  const { model, undo } = device;
  const before = model.outline();
  undo.stopCapturing();
  model.insertRows(someRowSpot(world, device), [{}]);
  assert.equal(model.outline().rows.length, before.rows.length + 1);
  undo.undo();
  assert.deepEqual([model.outline().opening, model.outline().scenes], [before.opening, before.scenes]);
}

/** Deleting hides, because whoever deletes has seen everything that is here. */
function deleteRows(world: World, device: Device): void {
  const rows = someRows(world, device);
  device.model.deleteRows(rows);
  for (const id of rows) assert.equal(device.model.outline().indexOf(id), -1, 'a deleted row still shows');
}

function deleteScene(world: World, device: Device): void {
  const scene = someScene(world, device);
  if (scene === undefined) return;
  device.model.deleteScene(scene);
  assert.equal(device.model.outline().scene(scene), undefined, 'a deleted scene still shows');
}

/** Brings something back, or keeps what is disputed. */
function restore({ random }: World, { model }: Device): void {
  const disputed = [...model.outline().rows, ...model.outline().scenes].filter(({ dispute }) => dispute !== null);
  const ids = [...model.deleted(), ...disputed].map(({ id }) => id);
  if (ids.length === 0) return;
  const chosen = random.oneOf(ids);
  const row = model.outline().rows.find(({ id }) => id === chosen);
  const deleted = model.deleted().find(({ id }) => id === chosen);
  if (row !== undefined) model.restoreRows([row.id]);
  else if (deleted?.kind === 'row') model.restoreRows([deleted.id]);
  else if (deleted?.kind === 'scene') model.restoreScene(deleted.id);
  else for (const { id } of model.outline().scenes) if (id === chosen) model.restoreScene(id);
}

function setSpeaker(world: World, device: Device): void {
  const speaker = world.random.chance(80) ? `Speaker ${world.ledger.newWords(1)}` : null;
  device.model.setSpeaker(someRows(world, device), speaker);
}

function editHeading(world: World, device: Device): void {
  const scene = someScene(world, device);
  if (scene === undefined) return;
  const old = device.model.headingText(scene);
  const from = world.random.below(old.length + 1);
  const to = world.random.chance(30) ? from + world.random.below(old.length - from + 1) : from;
  device.model.setHeading(scene, `${old.slice(0, from)}${world.ledger.newWords(1)}${old.slice(to)}`);
}

function moveScene(world: World, device: Device): void {
  const scene = someScene(world, device);
  if (scene !== undefined) device.model.moveScene(scene, someSceneSpot(world, device));
}

function duplicateScene(world: World, device: Device): void {
  const scene = someScene(world, device);
  if (scene !== undefined && device.model.outline().rows.length < 40) device.model.duplicateScene(scene);
}

/** A foreign program's row: nothing in its cells, not even a block, and no key `deleted`. */
function rowMadeByHand(world: World, device: Device): void {
  const neighbour = someRow(world, device);
  const source = neighbour && device.model.rows.get(neighbour);
  if (!(source instanceof Y.Map) || !source.has('place')) return;
  device.doc.transact(() => {
    const row = new Y.Map<unknown>();
    row.set('place', source.get('place'));
    row.set('video', new Y.XmlFragment());
    row.set('audio', new Y.XmlFragment());
    row.set('x-mood', { colour: 'ochre' });
    const rowId = RowId.parse(world.random.uuid());
    device.model.rows.set(rowId, row);
    world.live.set(device, { rowId, kind: 'audio' });
  }, 'by hand');
}

function reopen(world: World, device: Device): void {
  world.live.delete(device);
  device.reopen();
}
