import * as Y from 'yjs';
import type { RowId, ScriptId } from '../../../app/ids.ts';
import type { AwayLog } from '../../../app/ipc/briefing.ts';
import { cellText, textOf } from '../../../app/script/content.ts';
import { readUpdates } from '../../../app/script/read-updates.ts';
import { AwayWorld, type Writer } from '../../support/away-world.ts';
import { typeInto } from '../../support/live-cell.ts';
import type { Machine } from '../../support/machine.ts';
import { Random } from '../../support/random.ts';
import { DEMO_NOW } from './demo-scripts.ts';

const DAY_MS = 86_400_000;

/** The people of a story, and how they write: rows are named by words in them. */
export interface Story {
  readonly me: Writer;
  readonly ana: Writer;
  readonly tomas: Writer;
  readonly write: (writer: Writer, words: string, find: string, say: string) => void;
  readonly row: (writer: Writer, words: string) => RowId;
  /** From now on it is so many days before the present. */
  readonly daysAgo: (days: number) => void;
}

/** What happened in a script while its person was away: on this machine's disk, and in what it answers. */
export async function happened(machine: Machine, scriptId: ScriptId, tell: (story: Story) => void): Promise<AwayLog> {
  const { vault } = machine.vault;
  const { count } = await vault.timeline(scriptId);
  const { snapshot, updates } = await vault.scriptAt(scriptId, count);
  const { doc } = readUpdates(snapshot === null ? updates : [snapshot, ...updates], null);
  using world = new AwayWorld(Y.encodeStateAsUpdate(doc), new Random(11), { readAt: DEMO_NOW - 6 * DAY_MS });
  const [ana, tomas] = world.others;
  if (ana === undefined || tomas === undefined) throw new Error('Nobody else is there.');
  const row = ({ model }: Writer, words: string): RowId => {
    const found = model.outline().rows.find(({ id }) =>
      (['video', 'audio'] as const).some((kind) => {
        const cell = model.cell({ rowId: id, kind });
        return cell !== undefined && cellText(cell).includes(words);
      }),
    );
    if (found === undefined) throw new Error(`No row says "${words}".`);
    return found.id;
  };
  tell({
    me: world.me,
    ana,
    tomas,
    row,
    daysAgo: (days) => (world.at = DEMO_NOW - days * DAY_MS),
    write: (writer, words, find, say) => {
      const rowId = row(writer, words);
      for (const kind of ['video', 'audio'] as const) {
        const cell = writer.model.cell({ rowId, kind });
        if (cell === undefined || !cellText(cell).includes(find)) continue;
        typeInto(writer.doc, cell, (content) => [{ text: textOf(content).replace(find, say) }]);
        return;
      }
      throw new Error(`The row does not say "${find}".`);
    },
  });
  for (const writer of [ana, tomas, world.me]) writer.sync();
  const log = world.awayLog();
  for (const { update } of log.updates) await vault.append({ scriptId, ...machine.vault.update(update) });
  machine.lie('briefing.log', log);
  return log;
}

/** The sample script after six days in which three people wrote on it apart. */
export function sampleStory({ me, ana, tomas, write, row, daysAgo }: Story): void {
  daysAgo(5.9);
  write(ana, 'So has the neighbour', 'And the one on your right.', 'And the one across the street.');
  ana.model.setSpeaker([row(ana, 'Plucked strings')], 'Sound');
  daysAgo(4.9);
  write(tomas, 'A former bus depot', 'early morning', 'just before sunrise');
  write(tomas, 'forty-six front doors', 'forty-six', 'fifty');
  daysAgo(4);
  write(me, 'Then bring it back', 'Then bring it back', 'Then bring it back by Saturday');
  write(me, 'Something broke?', 'Tell us.', 'Write its name on the wall.');
  daysAgo(3);
  write(ana, 'Then bring it back', 'bring it back.', 'bring it back. Clean, please.');
  write(me, 'Animation. One drill', 'Forty-five drills never made', 'Forty-five drills, one street, never made');
  write(tomas, 'Animation. One drill', 'never shipped', 'never boxed');
  tomas.model.deleteRows([row(tomas, 'Something broke?')]);
  daysAgo(2);
  const added = ana.model.insertRow(
    { after: row(ana, 'Find what you need') },
    { video: [{ text: 'A hand writes a name on a paper tag.' }], audio: [{ text: 'You sign for it. That is all.' }] },
  );
  if (added !== undefined) ana.model.setSpeaker([added], 'Narrator');
  tomas.model.moveRows([row(tomas, 'Split screen')], { before: row(tomas, 'Find what you need') });
  tomas.model.deleteRows([row(tomas, 'The first kitchen')]);
  const scene = ana.model.outline().scenes.at(-1);
  if (scene !== undefined) ana.model.setHeading(scene.id, 'Come by, bring a drill');
}
