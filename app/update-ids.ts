import { UpdateId } from './ids.ts';

export interface UpdateIdSource {
  readonly now: () => Date;
  /** Makes a random UUID: where the ids' chance comes from. */
  readonly newId: () => string;
}

/** How many ids one millisecond has numbers for. */
const PER_MS = 4_096;

/**
 * Makes ids that rise (UUID version 7: milliseconds, a running number, 62 bits of chance), also within a millisecond and
 * when the clock is set back. A rising id is put behind the last one of the vault's index; a random one changes a page
 * somewhere in it, which has to be written with every update: a keystroke then takes a third more, a burst half more.
 */
export function risingUpdateIds({ now, newId }: UpdateIdSource): () => UpdateId {
  // Drawn once: two windows never share it, and what all ids of a window have in common costs its history nothing.
  const chance = newId().slice(19);
  let ms = 0;
  let number = 0;
  return () => {
    number += 1;
    const time = now().getTime();
    if (time > ms) [ms, number] = [time, 0];
    else if (number === PER_MS) [ms, number] = [ms + 1, 0];
    const stamp = ms.toString(16).padStart(12, '0') + 7 + number.toString(16).padStart(3, '0');
    return UpdateId.parse(`${stamp.slice(0, 8)}-${stamp.slice(8, 12)}-${stamp.slice(12)}-${chance}`);
  };
}
