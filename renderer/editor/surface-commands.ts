import type { CommandId } from '../../app/commands.ts';
import type { SceneId } from '../../app/ids.ts';
import type { MarkName } from '../../app/script/content.ts';
import type { Board } from './board.ts';
import { rowOf, rowsOf, sceneOf } from './focus.ts';
import { linkAtCaret, toggleMark } from './marks.ts';

/** Does a command of the menu if it is one of the script's, and says whether it did. */
export function runCommand(id: CommandId, board: Board): boolean {
  return table[id]?.(board) ?? false;
}

type Action = (board: Board) => boolean;

const table: { readonly [Id in CommandId]?: Action } = {
  'edit.undo': (board) => board.undo.undo() || isSomewhere(board),
  'edit.redo': (board) => board.undo.redo() || isSomewhere(board),
  'edit.bold': (board) => mark(board, 'bold'),
  'edit.italic': (board) => mark(board, 'italic'),
  'edit.underline': (board) => mark(board, 'underline'),
  'edit.strike': (board) => mark(board, 'strike'),
  'edit.highlight': (board) => mark(board, 'highlight'),
  'edit.link': editLink,
  'row.add': (board) => board.commands.rows.addBelow(),
  'scene.add': (board) => board.commands.scenes.addBelow(),
  'row.duplicate': duplicate,
  'row.move-up': (board) => moveBy(board, -1) || isSomewhere(board),
  'row.move-down': (board) => moveBy(board, 1) || isSomewhere(board),
  'row.delete': deleteHere,
  'row.speaker': (board) => {
    const rowId = rowOf(board.standing.focus.get());
    return rowId !== null && board.standing.editSpeaker(rowId);
  },
  'scene.rename': (board) => {
    const sceneId = sceneHere(board);
    return sceneId !== null && board.standing.editHeading(sceneId);
  },
  'scene.delete': (board) => {
    const sceneId = sceneHere(board);
    return sceneId !== null && board.commands.scenes.delete(sceneId);
  },
  'script.deleted': (board) => {
    board.overlay.set({ kind: 'deleted' });
    return true;
  },
  'script.layout': (board) => {
    if (board.isReadOnly) return false;
    const { layout } = board.model.settings();
    board.undo.step(() => board.model.setLayout(layout === 'av' ? 'narration' : 'av'));
    return true;
  },
};

const sceneHere = (board: Board): SceneId | null => sceneOf(board.standing.focus.get(), board.model.outline());

/** A command acts on the scene while its heading is edited, else on the selected rows or the row of the live cell. */
function duplicate(board: Board): boolean {
  const focus = board.standing.focus.get();
  if (focus.kind === 'heading') return board.commands.scenes.duplicate(focus.sceneId);
  const rows = rowsOf(focus, board.model.outline());
  return rows.length > 0 && board.commands.rows.duplicate(rows);
}

function moveBy(board: Board, step: 1 | -1): boolean {
  const focus = board.standing.focus.get();
  if (focus.kind === 'heading') return board.commands.scenes.moveBy(focus.sceneId, step);
  const rows = rowsOf(focus, board.model.outline());
  return rows.length > 0 && board.commands.rows.moveBy(rows, step);
}

function deleteHere(board: Board): boolean {
  const focus = board.standing.focus.get();
  if (focus.kind === 'heading') return board.commands.scenes.delete(focus.sceneId);
  const rows = rowsOf(focus, board.model.outline());
  return rows.length > 0 && board.commands.rows.delete(rows);
}

function mark(board: Board, name: Exclude<MarkName, 'link'>): boolean {
  const view = board.cells.view;
  if (view) toggleMark(view, name);
  return view !== null;
}

/** At the edge of the script a move does nothing, and that is no reason to say that it is not possible here. */
const isSomewhere = (board: Board): boolean => board.standing.focus.get().kind !== 'nowhere';

function editLink(board: Board): boolean {
  const view = board.cells.view;
  if (!view) return false;
  const link = linkAtCaret(view);
  if (!link) {
    board.tell({ text: 'Select the words that should become a link first.' });
    return true;
  }
  const box = view.coordsAtPos(link.from);
  board.overlay.set({
    kind: 'link',
    href: link.href,
    anchor: { getBoundingClientRect: () => new DOMRect(box.left, box.top, 0, box.bottom - box.top) },
  });
  return true;
}
