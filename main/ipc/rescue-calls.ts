import type { Rescue } from '../files/rescue.ts';
import type { HandlersOf } from './handlers.ts';

export const rescueCalls = (rescue: Pick<Rescue, 'export'>): HandlersOf<'rescue'> => ({
  'rescue.export': (rescued, windowId) => rescue.export(rescued, windowId),
});
