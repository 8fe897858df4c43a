import type { ChildProcess } from 'node:child_process';
import { expect, test } from 'vitest';
import { Random } from '../support/random.ts';
import { descendants } from './processes.ts';
import { storedTable } from './stored-script.ts';
import { TITLE, WritingDesk } from './writing-desk.ts';

/** Ten of each, in a window and without one: sixty in all. */
const CYCLES = 10;

/** What one look at the window showed: the words in the cell and what the title bar said of them, read at one instant. */
interface Look {
  readonly label: string;
  readonly words: string;
}

const LOOK = `({
  label: document.querySelector('[data-testid="save-state"]')?.innerText ?? '',
  words: document.querySelector('.row[data-row] [data-kind="audio"] .words')?.innerText.replace(/\\n$/, '') ?? '',
})`;

/** Types at the end of the first audio cell, and notes down, outside the app, the last words it called saved. */
class Witness {
  readonly #random: Random;
  typed = '';
  saved = '';

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** Some keys; the last ones are still on their way when it returns. */
  async typeOn(desk: WritingDesk): Promise<void> {
    const { page } = desk.script;
    for (let burst = 0; burst < 1 + this.#random.below(3); burst += 1) {
      await this.#keys(desk, 1 + this.#random.below(12));
      for (let looks = this.#random.below(4); looks > 0; looks -= 1) this.see((await page.evaluate(LOOK)) as Look);
      if (this.#random.chance(40)) {
        await desk.script.saved();
        this.see((await page.evaluate(LOOK)) as Look);
      }
    }
    // Nobody waits for these: the kill comes while they are typed.
    void this.#keys(desk, 6).catch(() => undefined);
    for (let looks = this.#random.below(3); looks > 0; looks -= 1) this.see((await page.evaluate(LOOK)) as Look);
  }

  see({ label, words }: Look): void {
    if (label === 'Saved on this device') this.saved = words;
  }

  /** What is there now holds everything that was called saved, and nothing that was never typed. */
  check(words: string): void {
    expect(this.typed.startsWith(words), `typed: ${this.typed}\nfound: ${words}`).toBe(true);
    expect(words.startsWith(this.saved), `saved: ${this.saved}\nfound: ${words}`).toBe(true);
    this.typed = words;
  }

  async #keys(desk: WritingDesk, count: number): Promise<void> {
    const keys = Array.from({ length: count }, () => String.fromCharCode(97 + this.#random.below(26))).join('');
    this.typed += keys;
    await desk.script.page.keyboard.type(keys);
  }
}

const wordsOnDisk = (desk: WritingDesk): string => storedTable(desk.profile, TITLE)[0]?.[1] ?? '';

/** The process that the window's page runs in, as soon as it is known. */
async function rendererOf(desk: WritingDesk): Promise<number> {
  const ask = (): Promise<number> =>
    desk.app.electron.evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    );
  await expect.poll(ask).toBeGreaterThan(0);
  return ask();
}

const killed = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve));

for (const victim of ['main', 'everything'] as const) {
  test(
    `[STORY-6] kill -9 of ${victim === 'main' ? 'the main process' : victim}: what the window showed as saved is there`,
    { timeout: 240_000, retry: 0 },
    async () => {
      const witness = new Witness(victim === 'main' ? 11 : 12);
      await using desk = await WritingDesk.open();
      for (let cycle = 0; cycle < CYCLES; cycle += 1) {
        await desk.script.enter(0, 'audio');
        await witness.typeOn(desk);
        const main = desk.app.electron.process();
        const victims =
          victim === 'main' ? [desk.app.processId] : [desk.app.processId, ...descendants(desk.app.processId)];
        for (const pid of victims) process.kill(pid, 'SIGKILL');
        await killed(main);
        witness.check(wordsOnDisk(desk));
        await desk.start();
        expect(await desk.script.words(0, 'audio')).toBe(witness.typed);
      }
    },
  );
}

test(
  '[STORY-6] kill -9 of the renderer: the window comes back, says so, and has what it showed as saved',
  { timeout: 240_000, retry: 0 },
  async () => {
    const witness = new Witness(13);
    await using desk = await WritingDesk.open();
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      await desk.script.enter(0, 'audio');
      const renderer = await rendererOf(desk);
      await witness.typeOn(desk);
      process.kill(renderer, 'SIGKILL');
      const words = (): Promise<Look> => desk.app.inWindow<Look>(LOOK).catch(() => ({ label: '', words: '' }));
      await expect.poll(async () => (await words()).label, { timeout: 20_000 }).toBe('Saved on this device');
      expect(await desk.app.inWindow('document.body.innerText')).toContain('opened again');
      witness.check((await words()).words);
      // Playwright has lost sight of a page that crashed: the program starts again for the next cycle.
      await desk.restart();
      expect(await desk.script.words(0, 'audio')).toBe(witness.typed);
    }
    await desk.quit();
    expect(wordsOnDisk(desk)).toBe(witness.typed);
  },
);
