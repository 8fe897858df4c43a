import type { HealthDesk } from '../health/health-desk.ts';
import type { HandlersOf } from './handlers.ts';

/** How the program is doing, for the person and for support. */
export const healthCalls = (desk: Pick<HealthDesk, 'read' | 'recentLog' | 'saveBundle'>): HandlersOf<'health'> => ({
  'health.read': () => desk.read(),
  'health.log': ({ limit }) => desk.recentLog(limit),
  'health.save-bundle': ({ scriptId }, windowId) => desk.saveBundle(scriptId, windowId),
});
