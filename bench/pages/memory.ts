import * as Y from 'yjs';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import { Client } from '../../renderer/client.ts';
import { ScriptSession } from '../../renderer/document/script-session.ts';
import { windowTimers } from '../../renderer/document/timers.ts';
import { ScriptBoard } from '../../renderer/editor/script-board.ts';
import { offer } from './offer.ts';

declare const gc: () => void;

const SCRIPT = ScriptId.parse('6b0d2a52-6f1c-4c53-9e0a-0a8f5d7c1e11');

interface Input {
  readonly snapshot: string;
  readonly what: 'nothing' | 'document' | 'session' | 'surface';
}

/** Kept until the page goes, so that what is measured is what is open. */
const open: unknown[] = [];

/** Opens one thing and answers how many bytes of the JavaScript heap are in use afterwards. */
offer(async ({ snapshot, what }: Input) => {
  const bytes = Uint8Array.from(atob(snapshot), (letter) => letter.charCodeAt(0));
  if (what === 'document') {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, bytes);
    open.push(doc);
  } else if (what !== 'nothing') open.push(...(await openSession(bytes, what === 'surface')));
  for (let round = 0; round < 4; round += 1) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { heapBytes: usedHeap(), isOpen: open.length };
});

async function openSession(snapshot: Uint8Array, isShown: boolean): Promise<unknown[]> {
  const opened = { title: 'A script', snapshot, updates: [], readOnly: null };
  const bridge: Bridge = { call: async () => ({ ok: true, value: opened as never }), on: () => () => {} };
  const session = await ScriptSession.open(new Client(bridge), SCRIPT, {
    surroundings: {
      newId: () => crypto.randomUUID(),
      now: () => new Date(),
      author: 'local',
      timers: windowTimers,
      newUpdateId: () => UpdateId.parse(crypto.randomUUID()),
      report: (error) => {
        throw error;
      },
    },
    closed: async () => {},
  });
  // The outline and the times are asked for as soon as a script is looked at.
  session.model.outline();
  session.model.timing();
  if (!isShown) return [session];
  const surface = document.body.appendChild(document.createElement('main'));
  return [session, ScriptBoard.open({ surface, session, tell: () => {}, openLink: () => {} })];
}

/** Chromium's own figure, exact with --enable-precise-memory-info. */
function usedHeap(): number {
  const memory: unknown = Reflect.get(performance, 'memory');
  if (typeof memory !== 'object' || memory === null) throw new Error('This browser does not tell its memory.');
  return Number(Reflect.get(memory, 'usedJSHeapSize'));
}
