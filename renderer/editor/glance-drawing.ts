import type { GlanceRow, GlanceScene, ScriptGlance } from '../../app/ipc/script-glance.ts';
import { CELL_KINDS } from '../../app/script/content.ts';
import { drawContent } from './cell-drawing.ts';
import { drawColumnHeads } from './column-heads.ts';
import { drawNote } from './notes.ts';
import { element, type RowView } from './row-view.ts';
import { HEAD_PX, ROW_PX, RowsOnScreen } from './rows-on-screen.ts';

/** Draws the first rows of a script as the board will draw them, and under them as much room as the rest will take. */
export function drawGlance(glance: ScriptGlance): HTMLElement {
  const script = element('div', 'script');
  script.classList.toggle('is-narration', glance.layout === 'narration');
  const root = element('div', 'scenes');
  const seen = glance.scenes.filter(({ rows, rowCount }, index) => rows.length > 0 || (rowCount === 0 && index === 0));
  const contents = new Map(seen.flatMap(({ rows }) => rows).map((row) => [row.id, row]));
  const screen = new RowsOnScreen(root, (view) => {
    const row = contents.get(view.id);
    if (row !== undefined) drawWords(view, row);
  });
  screen.arrange({ sections: seen.map(({ id, rows }) => ({ sceneId: id, rows: rows.map((row) => row.id) })) }, null);
  for (const scene of seen) showScene(screen, scene);
  // The row in which the person will stand is taller where its empty speaker has a line of its own.
  const [first] = contents.keys();
  if (first !== undefined) screen.row(first)?.element.classList.add('is-focused');
  script.append(drawColumnHeads(), root, room(glance.scenes, seen));
  return script;
}

function drawWords(view: RowView, row: GlanceRow): void {
  for (const kind of CELL_KINDS) {
    const drawn = drawContent(row[kind]);
    view.words[kind].replaceChildren(drawn);
    view.showEmpty(kind, drawn.textContent === '');
  }
}

function showScene(screen: RowsOnScreen, { id, number, heading, seconds, dispute, rowCount, rows }: GlanceScene): void {
  rows.forEach((row, index) => {
    const view = screen.row(row.id);
    view?.show({
      number: row.number,
      sceneNumber: number,
      indexInScene: index + 1,
      speaker: row.speaker ?? '',
      seconds: row.seconds,
      isDisputed: row.dispute !== null,
      isGone: false,
    });
    if (row.dispute !== null) view?.showNote(drawNote('row', row.dispute), 'disputed');
  });
  const view = screen.scene(id);
  view?.show({ number, heading, seconds, rowCount, isDisputed: dispute !== null });
  if (dispute !== null) view?.showNote(drawNote('scene', dispute));
}

/** The scrollbar is then about as long as it will be. */
function room(all: readonly GlanceScene[], seen: readonly GlanceScene[]): HTMLElement {
  const rows = all.reduce((sum, scene) => sum + scene.rowCount - scene.rows.length, 0);
  const filler = element('div', 'room');
  filler.style.blockSize = `${rows * ROW_PX + (all.length - seen.length) * HEAD_PX}px`;
  return filler;
}
