import type { Opening } from '../start/opening.ts';
import type { HandlersOf } from './handlers.ts';

/** What a window may have done about scripts that cannot be opened. */
export type StartHands = Pick<Opening<unknown>, 'trouble' | 'contents' | 'tryAgain' | 'restore' | 'lookIn' | 'asksIn'>;

export interface StartCallsOptions {
  readonly opening: StartHands;
  readonly chooseFolder: (windowId: number) => Promise<string | null>;
  readonly closeWindow: (windowId: number) => void;
}

/** What is answered while the scripts cannot be opened, and to anyone who asks whether that is so. */
export function startCalls({ opening, chooseFolder, closeWindow }: StartCallsOptions): HandlersOf<'start'> {
  return {
    'start.trouble': () => opening.trouble(),
    'start.contents': ({ backupId }) => opening.contents(backupId),
    'start.try-again': () => opening.tryAgain(),
    'start.restore': ({ backupId }) => opening.restore(backupId),
    'start.look-in': async (_none, windowId) => {
      const folder = await chooseFolder(windowId);
      if (folder !== null) opening.lookIn(folder);
      return folder !== null;
    },
    'start.quit': (_none, windowId) => {
      if (opening.asksIn(windowId)) closeWindow(windowId);
    },
  };
}
