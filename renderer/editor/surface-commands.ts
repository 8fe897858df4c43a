import type { CommandId } from '../../app/commands.ts';
import type { SceneId } from '../../app/ids.ts';
import type { MarkName } from '../../app/script/content.ts';
import type { Board } from './board.ts';
import { rowOf, sceneOf } from './focus.ts';
import { linkAtCaret, toggleMark } from './marks.ts';
import type { RowCommands } from './row-commands.ts';

/** Does a command of the menu if it is one of the script's, and says whether it did. */
export function runCommand(id: CommandId, board: Board, commands: RowCommands): boolean {
  return table[id]?.(board, commands) ?? false;
}

type Action = (board: Board, commands: RowCommands) => boolean;

const table: { readonly [Id in CommandId]?: Action } = {
  'edit.undo': (board) => board.undo.undo() || isSomewhere(board),
  'edit.redo': (board) => board.undo.redo() || isSomewhere(board),
  'edit.bold': (board) => mark(board, 'bold'),
  'edit.italic': (board) => mark(board, 'italic'),
  'edit.underline': (board) => mark(board, 'underline'),
  'edit.strike': (board) => mark(board, 'strike'),
  'edit.highlight': (board) => mark(board, 'highlight'),
  'edit.link': editLink,
  'row.add': (_board, commands) => commands.addRowBelow(),
  'scene.add': (_board, commands) => commands.addScene(),
  'row.duplicate': (_board, commands) => commands.duplicate(),
  'row.move-up': (board, commands) => commands.move(-1) || isSomewhere(board),
  'row.move-down': (board, commands) => commands.move(1) || isSomewhere(board),
  'row.delete': (_board, commands) => commands.delete(),
  'row.speaker': (board) => {
    const rowId = rowOf(board.standing.focus.get());
    return rowId !== null && board.standing.editSpeaker(rowId);
  },
  'scene.rename': (board) => {
    const sceneId = sceneHere(board);
    return sceneId !== null && board.standing.editHeading(sceneId);
  },
  'scene.delete': (board, commands) => {
    const sceneId = sceneHere(board);
    return sceneId !== null && commands.deleteScene(sceneId);
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
