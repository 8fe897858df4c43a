import { dialog } from 'electron';
import type { AppWindow } from './app-window.ts';
import type { Unsaved } from './closing.ts';
import { closingWords } from './closing-words.ts';

/** Asks whether windows with unsaved edits close all the same. The first button, Escape and closing the box keep them. */
export async function askAboutUnsaved(
  unsaved: Unsaved,
  window: AppWindow | undefined,
): Promise<'keep-open' | 'close-anyway'> {
  const { message, detail, buttons } = closingWords(unsaved);
  return (await ask(window, { message, detail, buttons })) === 1 ? 'close-anyway' : 'keep-open';
}

/** The page of this window cannot be shown. */
export async function askAboutBroken(window: AppWindow): Promise<'try-again' | 'close'> {
  const answer = await ask(window, {
    message: 'This window has stopped working several times.',
    detail: 'Everything shown as saved is safe on this device. Try again, or close the window and open it once more.',
    buttons: ['Try again', 'Close window'],
  });
  return answer === 1 ? 'close' : 'try-again';
}

interface Box {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly [string, string];
}

async function ask(window: AppWindow | undefined, { message, detail, buttons }: Box): Promise<number> {
  const box = {
    type: 'warning' as const,
    message,
    detail,
    buttons: [...buttons],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  };
  const { response } =
    window === undefined || window.gone
      ? await dialog.showMessageBox(box)
      : await dialog.showMessageBox(window.browserWindow, box);
  return response;
}
