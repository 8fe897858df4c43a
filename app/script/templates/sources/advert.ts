import type { ScriptContent } from '../../plain-script.ts';
import { row } from './rows.ts';

/** Thirty seconds, each of them counted. */
export const advert: ScriptContent = {
  targetSeconds: 30,
  scenes: [
    {
      heading: 'Hook',
      rows: [
        row('One picture that stops the thumb. It works without sound.', {
          cue: 'Sound: what makes it real.',
          seconds: 4,
        }),
      ],
    },
    {
      heading: 'Turn',
      rows: [
        row('The problem, at its most familiar.', {
          speaker: 'Voice-over',
          words: 'Say what they are thinking.',
          seconds: 6,
        }),
        row('The thing itself, in use. Close, and in good light.', {
          speaker: 'Voice-over',
          words: 'One promise, in seven words or fewer.',
          seconds: 8,
        }),
        row('A face: what has changed.', { cue: 'Music: lifts.', seconds: 6 }),
      ],
    },
    {
      heading: 'Ask',
      rows: [
        row('Name, line and address. Held until it can be read twice.', {
          speaker: 'Voice-over',
          words: 'What to do next.',
          seconds: 6,
        }),
      ],
    },
  ],
};
