import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { buildScript } from '../../../app/script/plain-script.ts';
import { Random } from '../../support/random.ts';
import { OpenScreen, type OpenScreenOptions } from './open-screen.ts';

/** Long enough to be looked at before it is decoded; with marks, cues, line feeds and empty cells in its first rows. */
function longScript(): readonly Uint8Array[] {
  const random = new Random(5);
  const rows = (scene: number) =>
    Array.from({ length: 6 }, (_, row) => ({
      video: [
        { text: `Wide ${scene}.${row}: `, marks: { bold: true } as const },
        { text: 'the harbour at dawn, '.repeat(scene < 9 ? row : 150) },
      ],
      audio: row === 2 ? [] : [{ text: `We wait.\nAnd wait for ${scene}.${row} \n`.repeat(1 + (row % 2)) }],
      speaker: row === 1 ? 'Music' : row === 3 ? 'ANA' : null,
    }));
  const scenes = Array.from({ length: 30 }, (_, scene) => ({ heading: `Scene of ${scene}`, rows: rows(scene) }));
  return buildScript({ scenes }, { newId: () => random.uuid() });
}

/** A window that is about to open the script, held where its document would be read. */
async function openHeld(options: OpenScreenOptions = {}): Promise<OpenScreen & { letGo: () => void }> {
  const screen = await OpenScreen.open({
    scripts: [{ title: 'The long night', template: 'blank', at: 0, updates: longScript() }],
    ...options,
  });
  await screen.machine.vault.vault.settle();
  const letGo = screen.machine.hold('script.open');
  await screen.page.getByRole('row', { name: 'The long night' }).dblclick();
  return Object.assign(screen, { letGo });
}

const boxes = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('.row, .scene-head, .heads, .item, .block, footer, h1'), (each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      return `${each.className} ${each.textContent?.slice(0, 20)} ${[x, y, width, height].join(' ')}`;
    }).filter((_, index) => index < 40),
  );

for (const width of [1280, 800]) {
  test(`[OPEN-4] a long script is read before its document is there, and is then in the same place to the pixel: ${width} px`, async () => {
    await using screen = await openHeld({ context: { viewport: { width, height: 800 } } });
    const { page } = screen;
    await page.locator('.glance').getByText('Wide 0.3').waitFor();
    await page.evaluate(() => document.fonts.ready);
    const second = await page.locator('.row').nth(1).boundingBox();
    const clip = { x: 0, y: second?.y ?? 0, width: width - 20, height: 800 - (second?.y ?? 0) };
    const before = { boxes: await boxes(page), picture: await page.screenshot({ clip }) };
    screen.letGo();
    await page.getByRole('textbox').waitFor();
    expect(await page.locator('.glance').count()).toBe(0);
    expect(await boxes(page)).toEqual(before.boxes);
    expect((await page.screenshot({ clip })).equals(before.picture)).toBe(true);
    expect(screen.complaints).toEqual([]);
  });
}

test('[OPEN-5] nothing can be typed or pressed before the document is there, and the first key after it is written', async () => {
  await using screen = await openHeld();
  const { page, machine } = screen;
  await page.locator('.glance').getByText('Wide 0.3').waitFor();
  const { x = 0, y = 0 } = (await page.getByText('Wide 0.3').boundingBox()) ?? {};
  await page.mouse.click(x + 5, y + 5);
  await page.keyboard.type('Too early');
  expect(await page.evaluate(() => document.querySelectorAll('[contenteditable=true], .glance :focus').length)).toBe(0);
  screen.letGo();
  await page.getByRole('textbox').waitFor();
  await page.keyboard.type('In time. ');
  await expect.poll(() => page.getByTestId('save-state').getAttribute('data-state')).toBe('saved');
  const [script] = await machine.vault.vault.list();
  const plain = script && (await machine.vault.vault.readPlain(script.scriptId));
  expect(JSON.stringify(plain)).toContain('In time. ');
  expect(JSON.stringify(plain)).not.toContain('Too early');
});
