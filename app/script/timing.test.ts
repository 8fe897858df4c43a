import { expect, test } from 'vitest';
import { openOnce } from '../../tests/support/open-script.ts';
import { countWords } from './plain-text.ts';

test('[SCRIPT-8] words are counted as they are spoken, in every language', () => {
  const counts = {
    '': 0,
    ' – … !': 0,
    'Somewhere in your home there is a drill.': 8,
    "Don’t hide it - twenty-one o'clock, 3.5 metres": 7,
    'line\nby\nline': 3,
    'Привет, мир': 2,
    'مرحبا بالعالم': 2,
    'नमस्ते दुनिया': 2,
    东京是日本的首都: 5,
    ยินดีต้อนรับ: 2,
  };
  expect(Object.fromEntries(Object.keys(counts).map((text) => [text, countWords(text)]))).toEqual(counts);
});

test('[SCRIPT-9] a row takes as long as it is spoken at the script’s pace, unless its length is set', () => {
  const { model } = openOnce();
  const [a, b] = model.outline().rows.map(({ id }) => id);
  if (a === undefined || b === undefined) throw new Error('There are no rows.');
  expect(model.timing().total).toEqual({ words: 4, seconds: 1.6 });
  model.setSeconds([a], 5);
  expect([model.timing().row(a), model.timing().row(b)]).toEqual([
    { words: 1, seconds: 5 },
    { words: 1, seconds: 0.4 },
  ]);
  model.setWordsPerMinute(60);
  const [one, two] = model.outline().scenes.map(({ id }) => model.timing().scene(id));
  expect([one, two, model.timing().total.seconds]).toEqual([{ words: 2, seconds: 6 }, { words: 2, seconds: 2 }, 8]);
  model.setSeconds([a], null);
  expect(model.timing().total.seconds).toBe(4);
});

test('[SCRIPT-9] what is only seen takes no words, and typing is counted at once', () => {
  const script = openOnce();
  const a = script.row('a');
  script.type(a, 'not heard', { kind: 'video' });
  expect(script.model.timing().row(a).words).toBe(1);
  script.type(a, ' b c d');
  expect(script.model.timing().row(a).words).toBe(4);
});

test('[SCRIPT-9] layout, pace and target are the script’s own, and wrong ones are refused', () => {
  const { model } = openOnce();
  expect(model.settings()).toEqual({ layout: 'av', wordsPerMinute: 150, targetSeconds: null });
  model.setLayout('narration');
  model.setWordsPerMinute(170);
  model.setTargetSeconds(60);
  expect(model.settings()).toEqual({ layout: 'narration', wordsPerMinute: 170, targetSeconds: 60 });
  model.setTargetSeconds(null);
  expect(model.settings().targetSeconds).toBe(null);
  expect(() => model.setWordsPerMinute(0)).toThrow(/Too small/);
});
