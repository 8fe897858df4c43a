import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeTemplates } from '../../../build/encode-templates.ts';
import { TemplateName } from '../../ipc/contract.ts';
import { textOf } from '../content.ts';
import { readScript, type PlainScript, type ScriptContent } from '../plain-script.ts';
import { encodedTemplates } from './encoded-templates.ts';
import { sources } from './sources/all.ts';
import { templateUpdate } from './template-update.ts';

function opened(name: TemplateName): PlainScript {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, templateUpdate(name));
  return readScript(doc);
}

const wordsOf = ({ scenes }: PlainScript | ScriptContent): readonly unknown[] =>
  scenes.map(({ heading, rows }) => [
    heading,
    rows.map(({ video = [], audio = [], speaker, secondsSet }) => [textOf(video), textOf(audio), speaker, secondsSet]),
  ]);

test('[FORMAT-20] the templates that ship are what their sources say, byte for byte', () => {
  expect(Object.entries(encodedTemplates)).toEqual(encodeTemplates());
});

test.for(TemplateName.options)('[FORMAT-20] the template %s opens with every word and length of its source', (name) => {
  expect(wordsOf(opened(name))).toEqual(wordsOf(sources[name]));
});

test('[FORMAT-21] the sample has five scenes and thirteen rows, and two seconds to spare of ninety', () => {
  const sample = opened('sample');
  expect({
    scenes: sample.scenes.length,
    rows: sample.scenes.flatMap(({ rows }) => rows).length,
    seconds: sample.seconds,
    target: sample.targetSeconds,
    layout: sample.layout,
  }).toEqual({ scenes: 5, rows: 13, seconds: 88, target: 90, layout: 'av' });
});

test('[FORMAT-21] a blank script has one scene with one empty row, and narration shows no pictures', () => {
  expect(wordsOf(opened('blank'))).toEqual([['', [['', '', null, null]]]]);
  expect(opened('narration').layout).toBe('narration');
});
