import { join } from 'node:path';
import { app } from 'electron';
import { OpenScripts } from '../ipc/open-scripts.ts';
import { CallRate } from '../ipc/rate.ts';
import type { Log } from '../log/log.ts';
import type { Surroundings } from '../surroundings.ts';
import { ClosingDesk } from '../windows/closing-desk.ts';
import { askAboutBroken, askAboutUnsaved } from '../windows/questions.ts';
import type { WindowMemory } from '../windows/window-memory.ts';
import { Windows } from '../windows/windows.ts';

export interface WindowsParts extends Pick<Surroundings, 'nowMs' | 'wake'> {
  /** The built program: `preload` lies in it. */
  readonly out: string;
  /** Windows are shown from then on. */
  readonly mayShow: Promise<unknown>;
  readonly memory: WindowMemory;
  readonly log: Log;
  readonly onGone: (windowId: number) => void;
}

/** The windows, and what is known of each. */
export interface WindowsAndDesk extends Disposable {
  readonly windows: Windows;
  readonly desk: ClosingDesk;
  readonly openScripts: OpenScripts;
  readonly rate: CallRate;
}

export function openWindows({ out, mayShow, memory, log, nowMs, wake, onGone }: WindowsParts): WindowsAndDesk {
  using opened = new DisposableStack();
  const openScripts = new OpenScripts();
  const rate = new CallRate(nowMs);
  const windows: Windows = opened.use(
    new Windows({
      preload: join(out, 'preload', 'preload.cjs'),
      mayShow,
      log,
      nowMs,
      onCloseAsked: (windowId) => desk.handle({ kind: 'close-asked', windowId }),
      onGone: (windowId) => {
        openScripts.forget(windowId);
        rate.forget(windowId);
        desk.handle({ kind: 'gone', windowId });
        onGone(windowId);
      },
      onChanged: () => {
        if (!desk.leaving) memory.note(windows.snapshot());
      },
      onBroken: askAboutBroken,
    }),
  );
  const desk: ClosingDesk = opened.use(
    new ClosingDesk({
      canAsk: (windowId) => windows.get(windowId)?.listening ?? false,
      flush: (windowId) => windows.send(windowId, 'window.flush', {}),
      stay: (windowId) => windows.send(windowId, 'window.stay', {}),
      close: (windowId) => windows.get(windowId)?.destroy(),
      // Later, because Electron must not be asked to quit while it asks whether it may.
      quit: () => setImmediate(() => app.quit()),
      tell: (unsaved, windowId) => askAboutUnsaved(unsaved, windows.get(windowId)),
      wake,
    }),
  );
  const closing = opened.move();
  return { windows, desk, openScripts, rate, [Symbol.dispose]: () => closing.dispose() };
}
