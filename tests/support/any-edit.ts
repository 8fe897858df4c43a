import type { RowId, SceneId } from '../../app/ids.ts';
import { CELL_KINDS } from '../../app/script/content.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import type { RowSpot, SceneSpot } from '../../app/script/spots.ts';
import { anyContent, anyWords } from './any-script.ts';
import { typeInto } from './live-cell.ts';
import type { Random } from './random.ts';

/** One thing a person does to a script, decided by chance: types, formats, moves, adds, deletes, brings back. */
export function editAnyhow(model: ScriptModel, random: Random): void {
  const rows = model.outline().rows.map(({ id }) => id);
  const scenes = model.outline().scenes.map(({ id }) => id);
  const row = rows[random.below(Math.max(1, rows.length))];
  const scene = scenes[random.below(Math.max(1, scenes.length))];
  switch (random.below(14)) {
    case 0:
      return void model.insertRow(anyRowSpot(rows, scenes, random), { audio: anyContent(random) });
    case 1:
      return model.moveRows(row === undefined ? [] : [row], anyRowSpot(rows, scenes, random));
    case 2:
      return model.deleteRows(row === undefined ? [] : [row]);
    case 3:
      return void model.insertScene(anySceneSpot(scenes, random), anyWords(random));
    case 4:
      return scene === undefined ? undefined : model.moveScene(scene, anySceneSpot(scenes, random));
    case 5:
      return scene === undefined || random.chance(50) ? undefined : model.deleteScene(scene);
    case 6:
      return scene === undefined ? undefined : model.setHeading(scene, anyWords(random));
    case 7:
      return model.setSpeaker(row === undefined ? [] : [row], random.oneOf([null, 'Ana', 'Ben']));
    case 8:
      return model.setSeconds(row === undefined ? [] : [row], random.oneOf([null, 3, 4.5]));
    case 9:
      return bringBack(model, random);
    case 10:
      return random.chance(80) ? undefined : changeSettings(model, random);
    default:
      return row === undefined ? undefined : typeAnyhow(model, row, random);
  }
}

function typeAnyhow(model: ScriptModel, rowId: RowId, random: Random): void {
  const cell = model.cell({ rowId, kind: random.oneOf(CELL_KINDS) });
  if (cell === undefined) return;
  typeInto(model.doc, cell, (content) => {
    const at = random.below(content.length + 1);
    const kept = random.below(4) === 0 ? content.length : at + random.below(2);
    return [...content.slice(0, at), ...anyContent(random), ...content.slice(kept)];
  });
}

function bringBack(model: ScriptModel, random: Random): void {
  const deleted = model.deleted();
  if (deleted.length === 0) return;
  const { kind, id } = random.oneOf(deleted);
  if (kind === 'row') model.restoreRows([id]);
  else model.restoreScene(id);
}

function changeSettings(model: ScriptModel, random: Random): void {
  model.setLayout(random.oneOf(['av', 'narration']));
  model.setWordsPerMinute(random.oneOf([120, 150, 180]));
  model.setTargetSeconds(random.oneOf([null, 60, 90]));
}

function anyRowSpot(rows: readonly RowId[], scenes: readonly SceneId[], random: Random): RowSpot {
  const scene = random.oneOf([null, ...scenes]);
  if (rows.length === 0 || random.chance(40)) return random.chance(50) ? { startOf: scene } : { endOf: scene };
  return random.chance(50) ? { after: random.oneOf(rows) } : { before: random.oneOf(rows) };
}

function anySceneSpot(scenes: readonly SceneId[], random: Random): SceneSpot {
  if (scenes.length === 0) return 'end';
  return random.oneOf(['start', 'end', { after: random.oneOf(scenes) }, { before: random.oneOf(scenes) }] as const);
}
