import { test } from 'vitest';
import { OpenScreen } from './open-screen.ts';
import { demoScripts } from './demo-scripts.ts';
import { happened, sampleStory } from './away-script.ts';

test('[BRIEF-1] peek', async () => {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 800],
  ] as const) {
    await using screen = await OpenScreen.open({
      scripts: demoScripts.slice(0, 1),
      at: ([id]) => `#/script/${id}`,
      context: { colorScheme, viewport: { width, height: 900 } },
      before: async (machine, [id]) => {
        if (id) await happened(machine, id, sampleStory);
      },
    });
    const { page } = screen;
    await page.locator('.timebar .total').waitFor();
    await page.getByText('while you were away').waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/offer-${colorScheme}-${width}.png` });
    await page.getByRole('button', { name: 'See what changed' }).click();
    await page.locator('.brief').waitFor();
    await page.waitForTimeout(300);
    console.log(screen.complaints);
    await page.screenshot({ path: `/tmp/brief-${colorScheme}-${width}.png` });
    await page.locator('.page').evaluate((e) => e.scrollTo(0, 900));
    await page.screenshot({ path: `/tmp/brief2-${colorScheme}-${width}.png` });
  }
});
