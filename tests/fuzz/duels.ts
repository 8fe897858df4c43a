import assert from 'node:assert/strict';
import * as Y from 'yjs';
import type { RowId } from '../../app/ids.ts';
import { ScriptIndex } from '../../app/script/script-index.ts';
import { rootsOf } from '../../app/script/address.ts';
import { cellText, sliceContent, textOf } from '../../app/script/content.ts';
import type { RowSpot } from '../../app/script/spots.ts';
import { Device, meet, met } from '../support/devices.ts';
import { typeInto } from '../support/live-cell.ts';
import { readWords } from './raw-script.ts';
import { steps } from './steps.ts';
import { someCell, someRow, someRowSpot, someScene, type World } from './world.ts';

/** What two devices do at the same moment with the same knowledge, looked at before anything else happens. */
export const duels: Readonly<Record<string, (world: World, a: Device, b: Device) => void>> = {
  'two runs of rows at one place': rowRuns,
  'two runs of words at one place': wordRuns,
  'two moves of one row': moves,
  'a scene deleted under somebody': sceneDeleted,
  'an undo under somebody': undone,
};

const orderIn = (doc: Y.Doc): readonly RowId[] => new ScriptIndex(rootsOf(doc)).outline().rows.map(({ id }) => id);

function rowRuns(world: World, a: Device, b: Device): void {
  meet(a, b);
  const spot = someRowSpot(world, a);
  const runs = [insertRun(world, a, spot), insertRun(world, b, spot)];
  const order = orderIn(met(a, b));
  for (const run of runs) {
    const at = order.indexOf(run[0] ?? run[1] ?? order[0] ?? world.random.oneOf(order));
    assert.deepEqual(order.slice(at, at + run.length), run, 'a run of rows was torn apart');
  }
}

/** Three rows, one below the other, one above the other, all at once, or moved here from elsewhere. */
function insertRun(world: World, { model }: Device, spot: RowSpot): readonly RowId[] {
  const run: RowId[] = [];
  switch (world.random.below(3)) {
    case 0:
      for (let i = 0; i < 3; i++) {
        const last = run.at(-1);
        run.push(...model.insertRows(last === undefined ? spot : { after: last }, [{}]));
      }
      return run;
    case 1:
      for (let i = 0; i < 3; i++) {
        const first = run[0];
        run.unshift(...model.insertRows(first === undefined ? spot : { before: first }, [{}]));
      }
      return run;
    default:
      return model.insertRows(spot, [{}, {}, {}]);
  }
}

function wordRuns(world: World, a: Device, b: Device): void {
  meet(a, b);
  const address = someCell(world, a);
  const [inA, inB] = [a, b].map(({ model }) => address && model.cell(address));
  if (address === undefined || inA === undefined || inB === undefined) return;
  const at = world.random.below(cellText(inA).length + 1);
  const runs = [typeRun(world, a, inA, at), typeRun(world, b, inB, at)];
  const words = readWords(met(a, b)).get(`${address.rowId}:${address.kind}`) ?? '';
  for (const run of runs) assert.ok(words.includes(run), 'a run of words was torn apart');
}

/** Four characters, one after the other or at once. */
function typeRun(world: World, { doc }: Device, cell: Y.XmlFragment, at: number): string {
  const run = world.ledger.newWords(4);
  const pieces = world.random.chance(50) ? [run] : run.split('');
  let typed = 0;
  for (const text of pieces) {
    const live = typeInto(doc, cell, (content) => [
      ...sliceContent(content, 0, at + typed),
      // As a caret does, words take the marks of what stands before them.
      { ...sliceContent(content, at + typed - 1, at + typed)[0], text },
      ...sliceContent(content, at + typed, textOf(content).length),
    ]);
    if (!live) return '';
    typed += text.length;
  }
  return run;
}

/** One of the two wins whole: scene and order of a move never mix with another's. */
function moves(world: World, a: Device, b: Device): void {
  meet(a, b);
  const rows = [someRow(world, a)].flatMap((id) => id ?? []);
  for (const device of [a, b]) device.model.moveRows(rows, someRowSpot(world, device));
  const shown = (doc: Y.Doc): unknown => {
    const { opening, scenes } = new ScriptIndex(rootsOf(doc)).outline();
    return [opening.map(({ id }) => id), ...scenes.map((scene) => [scene.id, scene.rows.map(({ id }) => id)])];
  };
  const outcome = JSON.stringify(shown(met(a, b)));
  const wishes = [a, b].map(({ doc }) => JSON.stringify(shown(doc)));
  assert.ok(wishes.includes(outcome), 'a row stands where neither of the two put it');
}

/** One deletes a scene while the other brings back, moves or types into what stands in it. */
function sceneDeleted(world: World, a: Device, b: Device): void {
  meet(a, b);
  const scene = someScene(world, a);
  const row = scene && b.model.outline().scene(scene)?.rows[0]?.id;
  if (scene === undefined || row === undefined) return;
  const change = world.random.below(4);
  b.undo.stopCapturing();
  if (change < 2) b.model.deleteRows([row]);
  meet(a, b);
  a.model.deleteScene(scene);
  if (change === 0) b.model.restoreRows([row]);
  else if (change === 1) b.undo.undo();
  else if (change === 2) b.model.moveRows([someRow(world, b) ?? row], { endOf: scene });
  else steps['type']?.[1](world, b);
}

/** One types where another has typed, who then takes their own words back, knowing of it or not. */
function undone(world: World, a: Device, b: Device): void {
  if (world.random.chance(50)) steps['row made by hand']?.[1](world, a);
  meet(a, b);
  const address = world.live.get(a) ?? someCell(world, a);
  const [inA, inB] = [a, b].map(({ model }) => address && model.cell(address));
  if (inA === undefined || inB === undefined) return;
  a.undo.stopCapturing();
  typeRun(world, a, inA, 0);
  meet(a, b);
  const theirs = typeRun(world, b, inB, 0);
  if (world.random.chance(50)) meet(a, b);
  a.undo.undo();
  if (world.random.chance(30)) a.undo.redo();
  const words = [...readWords(met(a, b)).values()].join();
  assert.ok(words.includes(theirs), 'an undo took what another person typed');
}
