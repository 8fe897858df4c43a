import * as Y from 'yjs';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import { Client } from '../../renderer/client.ts';
import { ScriptReading } from '../../renderer/document/script-reading.ts';
import { ScriptSession } from '../../renderer/document/script-session.ts';
import { windowTimers } from '../../renderer/document/timers.ts';
import { ScriptBoard } from '../../renderer/editor/script-board.ts';
import { offer } from './offer.ts';
import { MemoryEmergencyStore } from '../../tests/support/memory-emergency-store.ts';

declare const gc: () => void;

const SCRIPT = ScriptId.parse('6b0d2a52-6f1c-4c53-9e0a-0a8f5d7c1e11');

interface Input {
  readonly snapshot: string;
  readonly what: 'document' | 'session' | 'surface';
}

/** Opens one thing, answers by how many bytes of the JavaScript heap that grew what is in use, and closes it. */
offer(async ({ snapshot, what }: Input) => {
  const bytes = Uint8Array.from(atob(snapshot), (letter) => letter.charCodeAt(0));
  const before = await usedHeap();
  await using stack = new AsyncDisposableStack();
  if (what === 'document') {
    const doc = stack.adopt(new Y.Doc(), (it) => it.destroy());
    Y.applyUpdate(doc, bytes);
  } else await openSession(stack, bytes, what === 'surface');
  return { heapBytes: (await usedHeap()) - before };
});

async function openSession(stack: AsyncDisposableStack, snapshot: Uint8Array, isShown: boolean): Promise<void> {
  const opened = { title: 'A script', snapshot, updates: [], readOnly: null };
  const bridge: Bridge = { call: async () => ({ ok: true, value: opened as never }), on: () => () => {} };
  const client = new Client(bridge);
  const session = await ScriptSession.open(client, new ScriptReading(client, SCRIPT), {
    surroundings: {
      newId: () => crypto.randomUUID(),
      now: () => new Date(),
      author: 'local',
      timers: windowTimers,
      emergencyStore: new MemoryEmergencyStore(),
      newUpdateId: () => UpdateId.parse(crypto.randomUUID()),
      report: (error) => {
        throw error;
      },
    },
    closed: async () => {},
  });
  stack.use(session);
  // The outline and the times are asked for as soon as a script is looked at.
  session.model.outline();
  session.model.timing();
  if (!isShown) return;
  const surface = stack.adopt(document.body.appendChild(document.createElement('main')), (it) => it.remove());
  stack.use(ScriptBoard.open({ surface, session, mayWrite: true, tell: () => {}, openLink: () => {} }));
}

/** Chromium's own figure, exact with --enable-precise-memory-info, of what nothing can free any more. */
async function usedHeap(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const memory: unknown = Reflect.get(performance, 'memory');
  if (typeof memory !== 'object' || memory === null) throw new Error('This browser does not tell its memory.');
  return Number(Reflect.get(memory, 'usedJSHeapSize'));
}
