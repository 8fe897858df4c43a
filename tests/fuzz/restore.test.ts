import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { RestoreScope } from '../../app/history/plan-restore.ts';
import { restore } from '../../app/history/restore.ts';
import type { RowId } from '../../app/ids.ts';
import { canonicalScript } from '../../app/script/canonical.ts';
import { readScript, type PlainScript } from '../../app/script/plain-script.ts';
import type { Device } from '../support/devices.ts';
import type { Random } from '../support/random.ts';
import { playHistory, type ExtraStep } from './history.ts';
import { rawScript } from './raw-script.ts';

const SEEDS = 25;

/** Remembers what a device had, or brings some of it back: undone, merged and edited further by the steps around it. */
function restoring(): ExtraStep {
  const pasts = new Map<Device, Uint8Array[]>();
  return ({ random, log }, device) => {
    const known = pasts.get(device) ?? [];
    pasts.set(device, known);
    if (known.length === 0 || random.chance(40)) {
      known.push(Y.encodeStateAsUpdate(device.doc));
      return;
    }
    const past = new Y.Doc();
    Y.applyUpdate(past, random.oneOf(known));
    const scope = someScope(random, readScript(past), readScript(device.doc));
    log.push(`${device.name}: restore ${JSON.stringify(scope)}`);
    const others = upheld(device, scope) ? new Map<RowId, string>() : rowsBut(readScript(device.doc), scope);
    device.undo.stopCapturing();
    restore({ live: device.doc, past, scope, surroundings: { now: () => new Date(0), author: device.name } });
    device.undo.stopCapturing();
    const [then, now] = [readScript(past), readScript(device.doc)];
    const isWhole = isComplete(past);
    if (scope.kind === 'script' && isWhole && !hasForeignRows(device))
      assert.equal(canonicalScript(now), canonicalScript(then));
    if (scope.kind !== 'row') return;
    const after = rowsBut(now, scope);
    for (const [rowId, line] of others) assert.equal(after.get(rowId), line, 'restoring a row changed another');
    if (isWhole && !isForeign(device, scope.rowId))
      assert.equal(rowIn(now, scope.rowId), rowIn(then, scope.rowId), 'a restored row is not what it was');
  };
}

/** In the middle of receiving, a row's new place or its scene may still be on its way. */
const isComplete = (past: Y.Doc): boolean =>
  Object.values(rawScript(past).rows).every(
    ({ order, scene }) => order !== '' && (scene === undefined || past.getMap('scenes').has(scene)),
  );

/** A row made by hand may come to have two blocks in a cell, and a block is never taken away. */
function isForeign({ model }: Device, rowId: string): boolean {
  const row = model.rows.get(rowId);
  return row instanceof Y.Map && row.has('x-mood');
}

const hasForeignRows = (device: Device): boolean => [...device.model.rows.keys()].some((id) => isForeign(device, id));

/** Whether a row stands in a deleted scene that may be shown for this row's words alone: without them it is gone. */
function upheld({ model }: Device, scope: RestoreScope): boolean {
  const scene = scope.kind === 'row' ? (model.outline().row(scope.rowId)?.sceneId ?? null) : null;
  return scene !== null && model.outline().scene(scene)?.dispute !== null;
}

function someScope(random: Random, then: PlainScript, now: PlainScript): RestoreScope {
  const rows = [...then.scenes, ...now.scenes].flatMap((scene) => scene.rows.map(({ id }) => id));
  const scenes = [...then.scenes, ...now.scenes].flatMap(({ id }) => (id === null ? [] : [id]));
  if (rows.length > 0 && random.chance(60)) return { kind: 'row', rowId: random.oneOf(rows) };
  if (scenes.length > 0 && random.chance(60)) return { kind: 'scene', sceneId: random.oneOf(scenes) };
  return { kind: 'script' };
}

const SETTINGS = { layout: 'av', wordsPerMinute: 150, targetSeconds: null, words: 0, seconds: 0 } as const;

const rowIn = ({ scenes }: PlainScript, rowId: RowId): string | undefined =>
  scenes
    .flatMap((scene) => scene.rows.map((row) => ({ ...scene, heading: null, rows: [row] })))
    .filter(({ rows: [row] }) => row?.id === rowId)
    .map((scene) => canonicalScript({ ...SETTINGS, scenes: [scene] }))[0];

/** Every row that the scope does not name, by its id, with the scene it stands in. */
const rowsBut = (script: PlainScript, scope: RestoreScope): ReadonlyMap<RowId, string | undefined> =>
  new Map(
    script.scenes
      .flatMap(({ rows }) => rows.map(({ id }) => id))
      .filter((id) => scope.kind !== 'row' || id !== scope.rowId)
      .map((id) => [id, rowIn(script, id)]),
  );

test('[RESTORE-2] [RESTORE-3] restorations among everything else that many devices do lose nobody’s characters', () => {
  let steps = 0;
  for (let seed = 0; seed < SEEDS; seed++) steps += playHistory(seed, restoring()).steps;
  expect(steps).toBeGreaterThan(SEEDS * 20);
});
