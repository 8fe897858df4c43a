import type { LeftoverNews } from '../document/leftovers.ts';
import { counted } from '../ui/words.ts';

/** What is said of edits that an earlier window could not save. */
export function leftoverWords({ kind, edits }: LeftoverNews): string {
  switch (kind) {
    case 'saved':
      return `${counted(edits, 'edit')} from before ${edits === 1 ? 'was' : 'were'} waiting in the emergency store. Now everything is saved on this device.`;
    case 'stranded':
      return `${counted(edits, 'edit')} in the emergency store ${edits === 1 ? 'belongs' : 'belong'} to a script that is not on this device. They stay there; restore that script from a backup to bring them back.`;
    default:
      return kind satisfies never;
  }
}
