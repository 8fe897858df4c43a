import type { ReadMarks } from '../sync/read-marks.ts';
import type { HandlersOf } from './handlers.ts';

/** What happened to a script while the person was away. */
export const briefingCalls = (marks: Pick<ReadMarks, 'log' | 'read'>): HandlersOf<'briefing'> => ({
  'briefing.log': ({ scriptId }) => marks.log(scriptId),
  'briefing.read': ({ scriptId, ordinal }) => marks.read(scriptId, ordinal),
});
