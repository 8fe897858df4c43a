import { expect, test } from 'vitest';
import { anyScriptContent, anyWords, carried, scriptOf } from '../../../tests/support/any-script.ts';
import { Random } from '../../../tests/support/random.ts';
import { parseMarkdown } from './markdown.ts';
import { printMarkdown } from './print-markdown.ts';

const SEEDS = Number(process.env['SEEDS'] ?? 200);

test(
  '[FORMAT-1] any script comes back from Markdown with the same words, marks, links, speakers and lengths',
  { timeout: 60_000 },
  () => {
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const random = new Random(seed);
      const script = scriptOf(anyScriptContent(random), random);
      const title = `T${anyWords(random)}`.trim();
      const markdown = printMarkdown(script, title);
      const parsed = parseMarkdown(markdown);
      expect({ title: parsed.title, scenes: carried(parsed) }, `seed ${seed}\n${markdown}`).toEqual({
        title: title.replaceAll('\n', ' '),
        scenes: carried(script),
      });
    }
  },
);

test('[FORMAT-1] words that only look as if somebody said them stay words', () => {
  const random = new Random(1);
  const content = { scenes: [{ heading: 'A', rows: [{ audio: [{ text: 'NARRATOR: is what the sign says.' }] }] }] };
  const script = scriptOf(content, random);
  expect(carried(parseMarkdown(printMarkdown(script, 'T')))).toEqual(carried(script));
});
