import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Survey } from '../../app/blind/blinder.ts';
import { checkLog, type CheckedLog } from '../../app/blind/check-log.ts';
import { putTogether, takeApart } from '../../app/blind/update-structs.ts';
import { textOf } from '../../app/script/content.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { SecretPad } from '../../main/health/blind/secret-pad.ts';
import { addNonsense, addUnknownContent } from '../support/foreign.ts';
import { Random } from '../support/random.ts';
import { scriptedLog } from '../support/scripted-log.ts';

const SEEDS = process.env['SEED'] === undefined ? [1, 2, 3, 4] : [Number(process.env['SEED'])];

function blinded(log: readonly Uint8Array[]): readonly Uint8Array[] {
  const survey = new Survey();
  for (const update of log) survey.add(update);
  const blinder = survey.blinder(new SecretPad(randomBytes(32)));
  return log.map((update) => blinder.blind(update) ?? new Uint8Array());
}

const checked = (log: readonly Uint8Array[]): CheckedLog =>
  checkLog({ entries: log.map((bytes, index) => ({ ordinal: index + 1, format: 1, bytes })), snapshot: null });

/** A log with everything a foreign program may have put into a script. */
function foreignLog(seed: number): readonly Uint8Array[] {
  const log = [...scriptedLog(seed, 30)];
  const doc = new Y.Doc();
  for (const update of log) Y.applyUpdate(doc, update);
  doc.on('update', (update: Uint8Array) => log.push(update));
  addUnknownContent(doc);
  addNonsense(doc, new Random(seed));
  return log;
}

test.for(SEEDS)('[BLIND-2] taking an update apart and putting it together gives the same update, seed %i', (seed) => {
  for (const update of [...scriptedLog(seed), ...foreignLog(seed)]) {
    const again = putTogether(takeApart(update));
    expect(again.length).toBe(update.length);
    expect(Y.decodeUpdate(again)).toEqual(Y.decodeUpdate(update));
  }
});

/** What of an update is not a word: everything but texts, values and names. */
const skeletonOf = (update: Uint8Array): unknown => {
  const { structs, deletes } = takeApart(update);
  return [
    structs.map((struct) =>
      struct instanceof Y.Item
        ? [struct.id, struct.length, struct.origin, struct.rightOrigin, struct.content.constructor.name]
        : [struct.id, struct.length, struct.constructor.name],
    ),
    [...deletes],
  ];
};
const wordsOf = (doc: Y.Doc): string[] =>
  readScript(doc).scenes.flatMap(({ heading, rows }) => [
    heading ?? '',
    ...rows.flatMap(({ video, audio }) => [textOf(video), textOf(audio)]),
  ]);
/** Where words begin and end, and where lines do. */
const outlineOf = (text: string): string =>
  text.replaceAll(/[\p{Lu}]/gu, 'A').replaceAll(/[\p{Ll}\p{Lo}\p{N}\p{Co}]/gu, 'a');

test.for(SEEDS)('[BLIND-2] blinding leaves everything but the words, seed %i', (seed) => {
  for (const log of [scriptedLog(seed), foreignLog(seed)]) {
    const blind = blinded(log);
    expect(blind.map(skeletonOf)).toEqual(log.map(skeletonOf));
    const [before, after] = [log, blind].map((updates) => {
      const doc = new Y.Doc();
      for (const update of updates) Y.applyUpdate(doc, update);
      return wordsOf(doc);
    });
    expect(after?.map(outlineOf)).toEqual(before?.map(outlineOf));
    expect(after).not.toEqual(before);
  }
});

test.for(SEEDS)('[BLIND-3] a history without faults has none, blinded or not, seed %i', (seed) => {
  const log = scriptedLog(seed);
  const report = checked(log);
  expect(report.faults).toEqual([]);
  expect(report.characters).toBeGreaterThan(20);
  expect(checked(blinded(log))).toEqual(report);
});

test.for(SEEDS)('[BLIND-3] what a foreign program left is found the same, blinded or not, seed %i', (seed) => {
  const log = foreignLog(seed);
  expect(checked(blinded(log))).toEqual(checked(log));
});
