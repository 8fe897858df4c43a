import { once } from 'node:events';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needMounts, SmallDisk } from '../support/small-disk.ts';
import type { Profile } from './app.ts';
import { descendants } from './processes.ts';
import { answerQuestions, questionsAsked } from './questions.ts';
import { storedTable } from './stored-script.ts';
import { TITLE, WritingDesk } from './writing-desk.ts';

/** Long enough for a machine that others use as well. */
const SOON = { timeout: 15_000 };

/** A profile that has a small disk to itself: the scripts, and Chromium's own files. */
const profileOn = (disk: SmallDisk): Profile => ({ folder: disk.path, [Symbol.dispose]: () => undefined });

/** What one look at the window showed: the words in the cell and what the title bar said of them, read at one instant. */
interface Look {
  readonly state: string;
  readonly words: string;
}

const LOOK = `({
  state: document.querySelector('[data-testid="save-state"]')?.dataset.state ?? '',
  words: document.querySelector('.row[data-row] [data-kind="audio"] .words')?.innerText.replace(/\\n$/, '') ?? '',
})`;

/** Types at the end of the first audio cell, and notes down, outside the app, the last words it called saved or kept. */
class Witness {
  readonly #desk: WritingDesk;
  promised = '';
  typed = '';

  constructor(desk: WritingDesk) {
    this.#desk = desk;
  }

  async type(words: string): Promise<string> {
    this.typed += words;
    await this.#desk.script.page.keyboard.type(words);
    return this.look();
  }

  readonly look = async (): Promise<string> => {
    const { state, words } = (await this.#desk.script.page.evaluate(LOOK)) as Look;
    if (state === 'saved' || state === 'emergency') this.promised = words;
    return state;
  };

  /** What is there now holds everything that was promised, and nothing that was never typed. */
  async check(): Promise<void> {
    const words = await this.#desk.script.words(0, 'audio');
    expect(words.startsWith(this.promised.trimEnd()), `promised: ${this.promised}\nfound: ${words}`).toBe(true);
    expect(this.typed.startsWith(words), `typed: ${this.typed}\nfound: ${words}`).toBe(true);
    await this.#desk.script.saved();
    await this.#desk.quit();
    expect(storedTable(this.#desk.profile, TITLE)[0]?.[1]).toBe(words);
  }
}

async function killEverything({ app }: WritingDesk): Promise<void> {
  const main = app.electron.process();
  for (const pid of [app.processId, ...descendants(app.processId)]) process.kill(pid, 'SIGKILL');
  if (main.exitCode === null && main.signalCode === null) await once(main, 'exit');
}

test(
  '[FULL-14] the whole profile on a disk that another process fills: what the window called saved or kept is there after kill -9 of everything',
  { timeout: 120_000, retry: 0 },
  async (context) => {
    needMounts(context);
    using disk = new SmallDisk(24);
    await using desk = await WritingDesk.open(profileOn(disk));
    const witness = new Witness(desk);
    await desk.script.enter(0, 'audio');
    await witness.type('Before. ');
    await expect.poll(witness.look, SOON).toBe('saved');
    const ballast = join(disk.path, 'accounts', 'local', 'ballast');
    await expect.poll(() => existsSync(ballast), SOON).toBe(true);

    disk.fill();
    await witness.type('The first words on a full disk. ');
    await expect.poll(witness.look, SOON).toBe('saved');

    // Sooner or later the log needs room: the ballast gives it, and the other process takes that as well.
    let state = 'saved';
    for (let sentence = 1; !['emergency', 'memory'].includes(state); sentence += 1) {
      disk.fill();
      state = await witness.type(`Sentence ${sentence} on a full disk. `);
    }
    expect(existsSync(ballast)).toBe(false);
    await desk.script.page.getByText('This disk is nearly full.').waitFor();
    await desk.script.page.getByText('This disk is full', { exact: true }).waitFor();
    for (let sentence = 1; sentence <= 20; sentence += 1) await witness.type(`And ${sentence} more. `);
    await killEverything(desk);
    disk.free();
    await desk.start();
    await witness.check();
  },
);

test(
  '[FULL-14] the disk with the scripts is taken out: what is kept in the emergency store is there after kill -9 of everything',
  { timeout: 120_000, retry: 0 },
  async () => {
    await using desk = await WritingDesk.open();
    const witness = new Witness(desk);
    const account = join(desk.profile.folder, 'accounts', 'local');
    await desk.script.enter(0, 'audio');
    await witness.type('Before. ');
    await expect.poll(witness.look, SOON).toBe('saved');
    renameSync(account, `${account}-taken-out`);
    await witness.type('While the disk was out. ');
    await desk.script.page.getByText('The disk with your scripts is missing').waitFor();
    await expect.poll(witness.look, SOON).toBe('emergency');
    expect(witness.promised.trimEnd()).toBe('Before. While the disk was out.');
    expect(existsSync(account)).toBe(false);

    // Quitting says it as it is, and here the person stays.
    await answerQuestions(desk.app, [0]);
    await desk.app.askToQuit();
    await expect
      .poll(() => questionsAsked(desk.app), SOON)
      .toEqual([expect.stringMatching(/^\d+ edits are only in the emergency store\.$/)]);

    await killEverything(desk);
    renameSync(`${account}-taken-out`, account);
    await desk.start();
    await desk.script.page.getByText('waiting in the emergency store. Now everything is saved').waitFor();
    await witness.check();
  },
);
