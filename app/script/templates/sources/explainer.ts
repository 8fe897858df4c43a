import type { ScriptContent } from '../../plain-script.ts';
import { row } from './rows.ts';

const told = (seen: string, words: string, cue?: string) =>
  row(seen, { speaker: 'Narrator', words, ...(cue === undefined ? {} : { cue }) });

/** One idea in ninety seconds: problem, idea, how it works, why it matters, what to do. */
export const explainer: ScriptContent = {
  targetSeconds: 90,
  scenes: [
    {
      heading: 'The problem',
      rows: [
        told('Somebody the audience knows, stuck in the middle of it.', 'Name the problem in their words.'),
        told('The same problem, larger.', 'What it costs them when nothing changes.'),
      ],
    },
    {
      heading: 'The idea',
      rows: [told('The idea as one simple picture.', 'Say it in one sentence a child could repeat.', 'Music: begins.')],
    },
    {
      heading: 'How it works',
      rows: [
        told('Step one, from above.', 'First: what you do.'),
        told('Step two, the same frame.', 'Then: what happens.'),
        told('Step three, the result.', 'And: what you get.'),
      ],
    },
    {
      heading: 'Why it matters',
      rows: [told('Back to the person from the start. The problem is gone.', 'One number or one name that proves it.')],
    },
    {
      heading: 'What to do now',
      rows: [told('End card: name, address, one button.', 'The next step, and only one.', 'Music: resolves.')],
    },
  ],
};
