import type { CommandId } from '../../app/commands.ts';

/**
 * The menu's Undo and Redo in a plain text field mean its words, not the script's. Says whether that was done. Cells of
 * the script are no such fields: they have the script's history.
 */
export function runInTextField(id: CommandId, document: Document): boolean {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement) && !(field instanceof HTMLTextAreaElement)) return false;
  if (id !== 'edit.undo' && id !== 'edit.redo') return false;
  // The only way to reach a field's own history; nothing replaces it.
  document.execCommand(id === 'edit.undo' ? 'undo' : 'redo');
  return true;
}
