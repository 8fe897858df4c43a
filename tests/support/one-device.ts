import { ScriptId, UpdateId } from '../../app/ids.ts';
import { Client } from '../../renderer/client.ts';
import type { LeftoverNews } from '../../renderer/document/leftovers.ts';
import { OpenScripts } from '../../renderer/document/open-scripts.ts';
import { WINDOW_MS } from '../../renderer/document/provider.ts';
import { HandTimers } from './hand-timers.ts';
import { MemoryEmergencyStore } from './memory-emergency-store.ts';
import { MemoryMain } from './memory-main.ts';
import { Random } from './random.ts';
import { surroundingsFrom } from './surroundings.ts';

/** Lets every promise that is ready go on. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 300; turn++) await Promise.resolve();
};

/** One device: a vault, an emergency store, and windows that come and go. */
export function oneDevice() {
  const random = new Random(3);
  const main = new MemoryMain();
  const store = new MemoryEmergencyStore();
  const scriptId = ScriptId.parse(random.uuid());
  main.add(scriptId);
  const told: LeftoverNews[] = [];
  const newWindow = () => {
    const bridge = main.window();
    const timers = new HandTimers();
    const scripts = OpenScripts.open(new Client(bridge), {
      ...surroundingsFrom(random),
      timers,
      emergencyStore: store,
      told: (news) => told.push(news),
      newUpdateId: () => UpdateId.parse(random.uuid()),
      report: () => undefined,
    });
    return { bridge, timers, scripts };
  };
  const open = async () => {
    const window = newWindow();
    const session = await window.scripts.openScript(scriptId);
    return {
      ...window,
      session,
      state: () => session.saveState.get().kind,
      type: async (word: string) => {
        session.doc.getText('words').insert(session.doc.getText('words').length, word);
        window.timers.pass(WINDOW_MS);
        await settle();
      },
    };
  };
  return {
    main,
    store,
    scriptId,
    told,
    open,
    newWindow,
    saved: () => main.replay(scriptId).getText('words').toJSON(),
    rows: () => main.script(scriptId).rows,
  };
}
