import type { SyncEvent } from '../../app/ipc/sync.ts';
import { counted } from '../ui/words.ts';

/** One line of what happened, without the script's title. */
export function eventWords({ kind, count }: Pick<SyncEvent, 'kind' | 'count'>): string {
  const edits = count === null ? 'Edits' : counted(count, 'edit');
  switch (kind) {
    case 'online':
      return 'Connected to the server';
    case 'offline':
      return 'The server could not be reached';
    case 'unavailable':
      return 'The server stopped answering';
    case 'signed-in':
      return 'Signed in';
    case 'signed-out':
      return 'Signed out';
    case 'sent':
      return `${edits} taken by the server`;
    case 'received':
      return count === null ? 'Changes received' : `${counted(count, 'change')} received`;
    case 'held':
      return `${edits} kept back`;
    case 'released':
      return `${edits} may be sent again`;
    case 'refused':
      return `${edits} refused by the server`;
    case 'access-ended':
      return 'Access ended';
    case 'access-granted':
      return 'Access given';
    case 'healing':
      return 'The server has lost something, and is given it back';
    case 'healed':
      return 'The server has everything again';
    case 'registered':
      return 'Known to the server';
    case 'epoch-over':
      return 'Somebody’s access changed';
    default:
      return kind satisfies never;
  }
}
