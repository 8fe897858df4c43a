/** The thread that decodes what others wrote: whatever it costs, the service goes on (scripts/replayer.ts). */
import { parentPort } from 'node:worker_threads';
import type { ReplayAnswer, ReplayQuestion } from './replay-protocol.ts';
import { replay, stateOf, UnreadableState } from './replay.ts';
import { visibleRows } from './visible-rows.ts';

parentPort?.on('message', (question: ReplayQuestion) => parentPort?.postMessage(answer(question)));

function answer({ state, updates, wantsState }: ReplayQuestion): ReplayAnswer {
  try {
    const { doc, setAside } = replay(state, updates);
    const made = wantsState ? stateOf(doc) : null;
    if (made === undefined) return { kind: 'unreadable-state' };
    return { kind: 'read', setAside, rows: visibleRows(doc), state: made };
  } catch (error) {
    if (error instanceof UnreadableState) return { kind: 'bad-state' };
    throw error;
  }
}
