import { PersonId } from '../../app/ids.ts';
import type { Dispute } from '../../app/script/outline.ts';
import { drawIcon } from './draw-icon.ts';
import { element } from './row-view.ts';

/** The line that says why something deleted is still here, and asks what shall become of it. */
export function drawNote(thing: 'row' | 'scene', { deletedBy }: Dispute): HTMLElement {
  const note = element('div', 'note');
  note.setAttribute('role', thing === 'row' ? 'gridcell' : 'note');
  // An id is no name.
  const isNamed = deletedBy !== '' && deletedBy !== 'local' && !PersonId.safeParse(deletedBy).success;
  const what = isNamed ? `${deletedBy} deleted this ${thing}` : `This ${thing} was deleted`;
  const words = element('span', 'grow');
  words.textContent = `${what} while it was being written in. The words are kept and do not count in the time.`;
  note.append(
    drawIcon('rotate-ccw'),
    words,
    button(`Bring ${thing} back`, 'restore', 'btn'),
    button('Leave deleted', 'leave-deleted', 'btn bare'),
  );
  return note;
}

/** Said while the person is still in a row that somebody has just deleted. */
export function drawGoneNote(): HTMLElement {
  const note = element('div', 'note');
  note.setAttribute('role', 'gridcell');
  const words = element('span', 'grow');
  words.textContent = 'Somebody deleted this row. It goes when you leave it, unless you write in it or bring it back.';
  note.append(drawIcon('rotate-ccw'), words, button('Bring row back', 'restore', 'btn'));
  return note;
}

function button(text: string, answer: string, className: string): HTMLButtonElement {
  const made = element('button', className);
  made.type = 'button';
  made.dataset['answer'] = answer;
  made.textContent = text;
  return made;
}
