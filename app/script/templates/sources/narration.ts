import type { ScriptContent } from '../../plain-script.ts';
import { row } from './rows.ts';

const heard = (words: string) => row('', { speaker: 'Narrator', words });

/** Words to be recorded, without pictures. */
export const narration: ScriptContent = {
  layout: 'narration',
  targetSeconds: 120,
  scenes: [
    {
      heading: 'Opening',
      rows: [
        heard('The first line, in the words you would use to a friend.'),
        heard('What this is about, and why now.'),
      ],
    },
    {
      heading: 'The story',
      rows: [
        heard('One thought for each row: a breath to the reader, a cut to the editor.'),
        heard('Write numbers, names and abbreviations the way they are said.'),
      ],
    },
    { heading: 'Close', rows: [heard('What stays in the ear when the voice has stopped.')] },
  ],
};
