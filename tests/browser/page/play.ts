import * as Y from 'yjs';
import type { CommandId } from '../../../app/commands.ts';
import { CELL_KINDS, cellText } from '../../../app/script/content.ts';
import type { ScriptModel } from '../../../app/script/model.ts';
import { Random } from '../../support/random.ts';
import type { Harness } from './harness.ts';

export interface Outcome {
  readonly isEqual: boolean;
  readonly onScreen: string;
  readonly inDocument: string;
  readonly wordsTyped: number;
  readonly wordsFound: number;
  /** Cells whose drawing is not what the document says. */
  readonly drawn: readonly string[];
  readonly errors: readonly string[];
}

const COMMANDS = [
  'row.add',
  'row.duplicate',
  'row.move-up',
  'row.move-down',
  'row.delete',
  'scene.add',
  'edit.bold',
  'script.layout',
] as const satisfies readonly CommandId[];
/** What the peer writes, so that it can be counted; duplicated rows would count twice, so those are made first. */
const MARK = '\u2460';

/** Plays one history and says how it ended. Every letter of the peer has to be there: nobody here deletes words. */
export async function play(harness: Harness, seed: number, steps: number): Promise<Outcome> {
  const random = new Random(seed);
  let wordsTyped = 0;
  harness.windows[0]?.handle?.goToRow(harness.row(1));
  for (let step = 0; step < steps; step++) {
    if (random.chance(55)) act(harness, random);
    else if (random.chance(75)) wordsTyped += write(harness.peer, random);
    else harness.exchange();
    // What waits for the next frame or microtask comes between the steps, as it does under a person's hands.
    if (random.chance(10)) await new Promise(requestAnimationFrame);
  }
  for (let again = 0; again < 3; again++) harness.exchange();
  await new Promise(requestAnimationFrame);
  // A row that was deleted under the person stays until they leave it.
  const [first] = harness.model.outline().rows;
  if (first) harness.windows[0]?.handle?.goToRow(first.id);
  harness.run('edit.bold');
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return {
    isEqual: harness.state() === harness.state(harness.peer),
    onScreen: harness.idsOnScreen(),
    inDocument: harness.idsInDocument(),
    wordsTyped,
    wordsFound: countMarks(harness.model),
    drawn: wrongDrawings(harness),
    errors: harness.errors,
  };
}

function act(harness: Harness, random: Random): void {
  const handle = harness.windows[0]?.handle;
  const rows = harness.model.outline().rows;
  const view = harness.liveView();
  const choice = random.below(20);
  if (choice < 7 && view) view.dispatch(view.state.tr.insertText('m'));
  else if (choice < 9 && view) view.dispatch(view.state.tr.insertText('\n'));
  else if (choice < 12 && rows.length > 0) handle?.goToRow(random.oneOf(rows).id);
  else if (choice < 14) harness.run('edit.undo');
  else if (choice === 14) harness.run('edit.redo');
  // A duplicate would double the peer's marks.
  else harness.run(random.oneOf(COMMANDS.filter((command) => command !== 'row.duplicate')));
}

function write(peer: ScriptModel, random: Random): number {
  const { rows, scenes } = peer.outline();
  const [row, scene] = [
    rows.length > 0 ? random.oneOf(rows) : undefined,
    scenes.length > 0 ? random.oneOf(scenes) : undefined,
  ];
  if (!row || !scene) return 0;
  const choice = random.below(12);
  if (choice === 0) peer.moveRows([row.id], { after: random.oneOf(rows).id });
  else if (choice === 1) peer.deleteRows([row.id]);
  else if (choice === 2) peer.moveScene(scene.id, random.chance(50) ? 'start' : 'end');
  else if (choice === 3) peer.setHeading(scene.id, `Heading ${random.below(100)}`);
  else if (choice === 4) peer.setSpeaker([row.id], `Speaker ${random.below(5)}`);
  else if (choice === 5 && scenes.length > 1) peer.deleteScene(scene.id);
  else {
    const block = peer.cell({ rowId: row.id, kind: random.oneOf(CELL_KINDS) })?.get(0);
    const text = block instanceof Y.XmlElement ? block.get(0) : null;
    if (!(text instanceof Y.XmlText)) return 0;
    text.insert(random.below(text.length + 1), MARK);
    return 1;
  }
  return 0;
}

/** Of every row there is, the deleted ones included: deleting hides words, it does not take them away. */
function countMarks(model: ScriptModel): number {
  let count = 0;
  for (const row of model.rows.values()) {
    if (!(row instanceof Y.Map)) continue;
    for (const kind of CELL_KINDS) {
      const cell = row.get(kind);
      if (cell instanceof Y.XmlFragment) count += cellText(cell).split(MARK).length - 1;
    }
  }
  return count;
}

function wrongDrawings(harness: Harness): string[] {
  return harness.model.outline().rows.flatMap(({ id }) =>
    CELL_KINDS.flatMap((kind) => {
      const cell = harness.model.cell({ rowId: id, kind });
      const shown = document.querySelector(`[data-row="${id}"] [data-kind="${kind}"] .words`)?.textContent;
      return cell && shown === cellText(cell) ? [] : [`${id} ${kind}: ${shown} instead of ${cell && cellText(cell)}`];
    }),
  );
}
