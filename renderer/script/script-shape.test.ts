import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { ScriptModel } from '../../app/script/model.ts';
import { templateUpdate } from '../../app/script/templates/template-update.ts';
import { HandTimers } from '../../tests/support/hand-timers.ts';
import { Random } from '../../tests/support/random.ts';
import { surroundingsFrom } from '../../tests/support/surroundings.ts';
import { FollowedShape } from './script-shape.ts';

function openSample() {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, templateUpdate('sample'));
  const model = new ScriptModel(doc, surroundingsFrom(new Random(1)));
  const timers = new HandTimers();
  const shape = FollowedShape.open(model, timers);
  let told = 0;
  shape.subscribe(() => (told += 1));
  onTestFinished(() => {
    shape[Symbol.dispose]();
    model[Symbol.dispose]();
  });
  const [row] = model.outline().rows;
  if (row === undefined) throw new Error('The sample has rows.');
  return { model, timers, shape, rowId: row.id, told: () => told };
}

test('[LOOK-9] scenes come with their numbers, headings and times, and add up to the whole', () => {
  const { shape } = openSample();
  const { scenes, totalSeconds, targetSeconds } = shape.get();
  expect(scenes.map(({ number, heading, seconds }) => [number, heading, seconds])).toEqual([
    [1, 'The drill in the drawer', 19],
    [2, 'One shelf for the whole street', 16],
    [3, 'Borrow, use, bring back', 29],
    [4, 'What one drill can do', 15],
    [5, 'Come by', 9],
  ]);
  expect([totalSeconds, targetSeconds]).toEqual([88, 90]);
});

test('[LOOK-9] a heading is followed at once, words only in a pause, and many keys make one change', () => {
  const { model, timers, shape, rowId, told } = openSample();
  const [scene] = model.outline().scenes;
  if (scene !== undefined) model.setHeading(scene.id, 'Renamed');
  timers.pass(0);
  expect([shape.get().scenes[0]?.heading, told()]).toEqual(['Renamed', 1]);
  model.setSeconds([rowId], 20);
  model.setSeconds([rowId], 30);
  timers.pass(200);
  expect(told()).toBe(1);
  timers.pass(100);
  expect([shape.get().totalSeconds, told()]).toEqual([109, 2]);
});

test('[LOOK-9] what changes nothing that is shown tells nobody', () => {
  const { model, timers, rowId, told } = openSample();
  model.setSpeaker([rowId], 'Ana');
  timers.pass(1_000);
  expect(told()).toBe(0);
});
