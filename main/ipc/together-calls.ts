import type { PresenceDesk } from '../sync/presence-desk.ts';
import type { HandlersOf } from './handlers.ts';

/** Who else is in a script, and where. */
export const togetherCalls = (desk: Pick<PresenceDesk, 'peers' | 'move'>): HandlersOf<'together'> => ({
  'together.peers': ({ scriptId }, windowId) => desk.peers(windowId, scriptId),
  'together.move': ({ scriptId, place }, windowId) => desk.move(windowId, scriptId, place),
});
