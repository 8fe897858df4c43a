import type { Page } from 'playwright-core';
import type { ScriptId } from '../../app/ids.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

interface Sitting {
  /** Before the moment at which the pictures are taken. */
  readonly agoMs: number;
  /** Rows by their place, counted from 0, and what is heard in them from then on. */
  readonly words: readonly (readonly [row: number, heard: string])[];
}

/** How a template became a film, told over four days. */
const SITTINGS: readonly Sitting[] = [
  {
    agoMs: 4 * DAY_MS,
    words: [
      [0, 'It is 00:40. The last tram left at 00:35.'],
      [1, 'Every week the train comes in late, and people walk home in the rain.'],
    ],
  },
  {
    agoMs: 2 * DAY_MS + 2 * HOUR_MS,
    words: [
      [2, 'What if the last tram waited for the last train?'],
      [3, 'First: the train tells the depot that it is late.'],
      [4, 'Then: a light goes on in the cab.'],
    ],
  },
  { agoMs: DAY_MS, words: [[6, 'Four minutes of waiting. Nobody walks home.']] },
  {
    agoMs: 3 * HOUR_MS,
    words: [
      [0, 'It is twenty to one. The last tram is five minutes gone.'],
      [4, 'Then: a light goes on in the cab, and the driver waits.'],
    ],
  },
];

/** Writes in the script as a person does, each sitting at its own moment. */
export async function writePast(
  page: Page,
  scriptId: ScriptId,
  setAgo: (agoMs: number) => Promise<unknown>,
): Promise<void> {
  await page.evaluate((address) => globalThis.location.replace(address), `#/script/${scriptId}`);
  for (const { agoMs, words } of SITTINGS) {
    await setAgo(agoMs);
    for (const [row, heard] of words) {
      await page.locator('.row[data-row]').nth(row).locator('.cell.audio .words').click();
      await page.keyboard.press('Control+a');
      // Slowly enough to be more than one edit.
      await page.keyboard.type(heard, { delay: 25 });
    }
    await page.locator('[data-testid="save-state"][data-state="saved"]').waitFor();
  }
}
