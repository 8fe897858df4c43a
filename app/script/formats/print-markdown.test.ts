import { expect, test } from 'vitest';
import { anyScriptContent, anyWords, carried, scriptOf } from '../../../tests/support/any-script.ts';
import { Random } from '../../../tests/support/random.ts';
import { parseMarkdown } from './markdown.ts';
import { printMarkdown } from './print-markdown.ts';

const SEEDS = Number(process.env['SEEDS'] ?? 300);

test('[FORMAT-1] any script comes back from Markdown with the same words, marks, links, speakers and lengths', () => {
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
});
