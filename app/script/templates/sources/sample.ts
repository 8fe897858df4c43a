import type { ScriptContent } from '../../plain-script.ts';
import { row } from './rows.ts';

const NARRATOR = 'Narrator';

/** "How the Library of Things works": what a newcomer finds, so that the first thing they see is a script. */
export const sample: ScriptContent = {
  targetSeconds: 90,
  scenes: [
    {
      heading: 'The drill in the drawer',
      rows: [
        row(
          'Close on a kitchen drawer. A hand pulls it open: batteries, takeaway menus and one power drill, still in its box.',
          {
            speaker: NARRATOR,
            words: 'Somewhere in your home there is a drill. You have used it for eleven minutes. In total.',
            seconds: 9,
          },
        ),
        row('Pull back through the wall. Twelve flats, twelve drawers, the same drill in each.', {
          speaker: NARRATOR,
          words: 'So has the neighbour on your left. And the one on your right.',
          cue: 'Sound: Twelve drawers close, one after another.',
          seconds: 7,
        }),
        row('Title on black: Lanternby Library of Things', {
          speaker: 'Music',
          cue: 'Plucked strings, warm and in no hurry.',
          seconds: 3,
        }),
      ],
    },
    {
      heading: 'One shelf for the whole street',
      rows: [
        row(
          'A former bus depot, early morning. The doors roll up on shelves to the ceiling: tents, ladders, sewing machines, a telescope.',
          { speaker: NARRATOR, words: 'What if the whole street shared one?', seconds: 7 },
        ),
        row('Mei Lin, thirties, behind the counter. She stamps a paper tag and ties it to a pressure washer.', {
          speaker: 'Mei Lin',
          words: 'We have four hundred things in here. You don’t need to own any of them. You just need a Saturday.',
          seconds: 9,
        }),
      ],
    },
    {
      heading: 'Borrow, use, bring back',
      rows: [
        row(
          'Over the shoulder. A thumb scrolls the catalogue and taps “carpet cleaner”. On the shelf, a small lamp lights up.',
          { speaker: NARRATOR, words: 'Find what you need on your phone, or walk in and ask.', seconds: 7 },
        ),
        row('Split screen. Three borrowers, three things going out of the door: a tent, a cello, a very long ladder.', {
          speaker: NARRATOR,
          words: 'Take it home for a week. It comes checked, charged, and with the bit you always lose.',
          cue: 'Sound: An Allen key lands in a tray.',
          seconds: 9,
        }),
        row('The ladder comes back, longer than the tram it rides on.', {
          speaker: NARRATOR,
          words: 'Then bring it back. That’s the whole system.',
          seconds: 5,
        }),
        row('Repair table. Macro: hands, solder, a new fuse.', {
          speaker: NARRATOR,
          words: 'Something broke? Don’t hide it. Tell us. Our repair table loves a challenge.',
          seconds: 8,
        }),
      ],
    },
    {
      heading: 'What one drill can do',
      rows: [
        row('Animation. One drill in the middle; lines grow out of it to forty-six front doors.', {
          speaker: NARRATOR,
          words: 'One drill. Forty-six homes. Forty-five drills never made, never shipped, never thrown away.',
          seconds: 10,
        }),
        row('The first kitchen. The drawer opens: batteries, menus, room to spare.', {
          speaker: NARRATOR,
          words: 'And a drawer that finally closes.',
          seconds: 5,
        }),
      ],
    },
    {
      heading: 'Come by',
      rows: [
        row('Mei Lin turns the sign to OPEN. Neighbours wait with empty trolleys.', {
          speaker: NARRATOR,
          words: 'Wednesday to Saturday, in the old bus depot.',
          seconds: 5,
        }),
        row('End card: name, address, hours. Hold three seconds for subtitles.', {
          speaker: NARRATOR,
          words: 'Leave with a ladder.',
          cue: 'Music: Strings resolve.',
          seconds: 4,
        }),
      ],
    },
  ],
};
