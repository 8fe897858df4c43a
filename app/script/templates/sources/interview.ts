import type { ScriptContent } from '../../plain-script.ts';
import { row } from './rows.ts';

const question = (words: string) => row('Wide, both in picture.', { speaker: 'Interviewer', words });
const answer = (words: string) => row('Close on the guest.', { speaker: 'Guest', words });

/** A conversation with room for what nobody planned. */
export const interview: ScriptContent = {
  targetSeconds: 300,
  scenes: [
    {
      heading: 'Arrival',
      rows: [
        row('The place before anybody speaks. Hands, tools, a window.', {
          cue: 'Sound: the room as it is.',
          seconds: 8,
        }),
        row('The guest at work. Name and role as a lower third.', {
          speaker: 'Narrator',
          words: 'Who this is, in one sentence.',
        }),
      ],
    },
    {
      heading: 'Conversation',
      rows: [
        question('Open with something easy to answer and hard to answer briefly.'),
        answer('What you hope to hear, in a few words. The real answer goes here after the shoot.'),
        question('The question you came for.'),
        answer('Leave the pause in.'),
        row('What they are talking about, seen. Two or three shots to cut to.', { seconds: 10 }),
      ],
    },
    {
      heading: 'Last word',
      rows: [
        question('Is there anything I should have asked?'),
        answer('Often the best of it.'),
        row('The guest goes back to work. Credits.', { cue: 'Music: out with the picture.', seconds: 8 }),
      ],
    },
  ],
};
