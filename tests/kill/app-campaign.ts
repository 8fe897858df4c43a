import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openDatabase } from '../../main/vault/database.ts';
import { FILE_NAME } from '../../main/vault/protocol.ts';
import { fullCheck } from '../../main/vault/recovery/full-check.ts';
import { Profile, RunningApp } from '../e2e/app.ts';
import { ScriptPage } from '../e2e/script-page.ts';
import { storedTable } from '../e2e/stored-script.ts';
import { buildWitness } from '../power/build-witness.ts';
import type { Finding } from '../power/judge.ts';
import { Random } from '../support/random.ts';
import type { Killed } from './campaign.ts';
import { readChange, type Change } from './cycle.ts';

/** What somebody does at the window when the whole program is killed at its vault's n-th change from then on. */
const DOINGS = ['starting', 'typing', 'importing', 'quitting'] as const;
type Doing = (typeof DOINGS)[number];
/** About so many changes each of them makes; typing goes on until the strike. */
const CHANGES: Readonly<Record<Doing, number>> = { starting: 20, typing: 150, importing: 40, quitting: 15 };

const TITLE = 'A day at the depot';
const IMPORTED = join(import.meta.dirname, '../fixtures/formats/repair-cafe.md');
const MOST_KEYS = 400;
const PATIENCE_MS = 20_000;

/** What the window showed, read at one instant and kept outside the program. */
interface Look {
  readonly title: string;
  readonly label: string;
  readonly words: string;
}

const LOOK = `({
  title: document.querySelector('main h1, h1')?.innerText ?? '',
  label: document.querySelector('[data-testid="save-state"]')?.innerText ?? '',
  words: document.querySelector('.row[data-row] [data-kind="audio"] .words')?.innerText.replace(/\\n$/, '') ?? '',
})`;

/** The whole program in a window, killed at an exact change of its disk, and started again on what is left. */
export class AppCampaign implements AsyncDisposable {
  readonly #random: Random;
  readonly #scriptId: string;
  readonly #profile = new Profile();
  readonly #within = mkdtempSync(join(tmpdir(), 'galley-app-kill-'));
  #cycles = 0;
  #typed = '';
  #saved = '';
  /** Imported scripts by their titles: whether the window called them saved. */
  readonly #imported = new Map<string, boolean>();

  constructor({ seed }: { readonly seed: number }) {
    this.#random = new Random(seed);
    this.#scriptId = this.#random.uuid();
  }

  async cycle(): Promise<Killed> {
    if (this.#cycles === 0) await this.#prepare();
    const doing = DOINGS[this.#cycles % DOINGS.length] ?? 'typing';
    this.#cycles += 1;
    rmSync(this.#armed, { force: true });
    rmSync(this.#report, { force: true });
    const at = 1 + this.#random.below(CHANGES[doing]);
    if (doing === 'starting') writeFileSync(this.#armed, '');
    await this.#live(doing, at);
    const change = this.#struck();
    const findings = [...this.#wordsKept(), ...this.#importsKept(), ...this.#integrity()];
    return { phase: `app, ${doing}`, seed: at, change, acknowledged: this.#saved.length, findings };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#profile[Symbol.dispose]();
    await Promise.resolve(rmSync(this.#within, { recursive: true, force: true }));
  }

  /** One script with one row that somebody has written in. */
  async #prepare(): Promise<void> {
    await using app = await RunningApp.launch(this.#profile);
    const page = await app.firstPage();
    await page.evaluate(
      async ([scriptId, title]) => {
        const made = await window.galley.call('library.create', {
          scriptId: scriptId as never,
          title,
          template: 'blank',
        });
        if (!made.ok) throw new Error(made.message);
        location.hash = `#/script/${scriptId}`;
      },
      [this.#scriptId, TITLE] as const,
    );
    const script = new ScriptPage(page);
    await script.row(0).waitFor();
    await script.type(0, 'audio', 'before');
    await script.saved();
    [this.#typed, this.#saved] = ['before', 'before'];
    await app.askToQuit();
    await app.ended();
  }

  /** Does something until the program is gone. What fails because it is gone is what was wanted. */
  async #live(doing: Doing, at: number): Promise<void> {
    let app: RunningApp | undefined;
    try {
      app = await RunningApp.launch(this.#profile, [], this.#witness(at));
      const page = await app.firstPage();
      if (doing === 'starting') await app.askToQuit();
      else await this.#do(doing, app, page);
      await app.ended();
    } catch (error) {
      if (app !== undefined) await Promise.race([app.ended(), app.electron.close().catch(() => undefined)]);
      if (this.#struck() === null) throw error;
    }
  }

  async #do(doing: Exclude<Doing, 'starting'>, app: RunningApp, page: Page): Promise<void> {
    page.setDefaultTimeout(PATIENCE_MS);
    await page.evaluate((scriptId) => void (location.hash = `#/script/${scriptId}`), this.#scriptId);
    const script = new ScriptPage(page);
    await script.row(0).waitFor();
    switch (doing) {
      case 'typing':
        await script.enter(0, 'audio');
        writeFileSync(this.#armed, '');
        for (let key = 0; key < MOST_KEYS; key += 1) await this.#type(page);
        return;
      case 'quitting':
        await script.enter(0, 'audio');
        for (let key = 0; key < 12; key += 1) await this.#type(page);
        writeFileSync(this.#armed, '');
        return app.askToQuit();
      case 'importing':
        return this.#import(app, page);
      default:
        doing satisfies never;
    }
  }

  async #type(page: Page): Promise<void> {
    const key = String.fromCharCode(97 + this.#random.below(26));
    this.#typed += key;
    await page.keyboard.type(key);
    const look = (await page.evaluate(LOOK)) as Look;
    if (look.label === 'Saved on this device') this.#saved = look.words;
  }

  async #import(app: RunningApp, page: Page): Promise<void> {
    await app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, IMPORTED);
    await page.evaluate(() => void (location.hash = '#/library'));
    await page.getByRole('button', { name: 'Import' }).first().click();
    const dialog = page.getByRole('dialog');
    const title = `Brought along ${this.#cycles}`;
    await dialog.getByLabel('Title').fill(title);
    this.#imported.set(title, false);
    writeFileSync(this.#armed, '');
    await dialog.getByRole('button', { name: /^Import/ }).click();
    await page.getByRole('heading', { name: title }).waitFor();
    // A script that is shown is in the library: that is what its window says of it.
    this.#imported.set(title, true);
    await app.askToQuit();
  }

  #wordsKept(): readonly Finding[] {
    const words = storedTable(this.#profile, TITLE)[0]?.[1] ?? '';
    const findings: Finding[] = [];
    if (!words.startsWith(this.#saved)) findings.push(finding('lost', `saved: ${this.#saved}, found: ${words}`));
    if (!this.#typed.startsWith(words)) findings.push(finding('made up', `typed: ${this.#typed}, found: ${words}`));
    [this.#typed, this.#saved] = [words, words];
    return findings;
  }

  /** A script that was imported is there whole or not at all. */
  #importsKept(): readonly Finding[] {
    return [...this.#imported].flatMap(([title, isSaved]) => {
      const rows = storedTable(this.#profile, title).length;
      if (rows === 0) return isSaved ? [finding('lost', `the import ${title}`)] : [];
      // From now on it has to stay.
      this.#imported.set(title, true);
      this.#rows ??= rows;
      return rows === this.#rows ? [] : [finding('damaged', `${title} has ${rows} rows instead of ${this.#rows}`)];
    });
  }

  /** How many rows the imported file makes. */
  #rows: number | undefined;

  #integrity(): readonly Finding[] {
    const copy = join(this.#within, 'copy');
    cpSync(join(this.#profile.folder, 'accounts', 'local'), copy, { recursive: true });
    const db = openDatabase(join(copy, FILE_NAME), { purpose: 'write' });
    try {
      const found = Array.from(fullCheck(db), ({ findings }) => findings).flat();
      return found.filter(({ kind }) => kind === 'damage').map(({ what }) => finding('damaged', what));
    } finally {
      db.close();
      rmSync(copy, { recursive: true, force: true });
    }
  }

  #struck(): Change | null {
    const report = existsSync(this.#report) ? readFileSync(this.#report, 'utf8').trim() : '';
    return report === '' ? null : readChange(report);
  }

  #witness(at: number): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: buildWitness(),
      WITNESS_FOLDER: join(this.#profile.folder, 'accounts'),
      WITNESS_REPORT: this.#report,
      WITNESS_STRIKE: `* ${at}`,
      WITNESS_ONLY: FILE_NAME,
      WITNESS_ARM: this.#armed,
    };
  }

  get #armed(): string {
    return join(this.#within, 'armed');
  }

  get #report(): string {
    return join(this.#within, 'report');
  }
}

const finding = (kind: Finding['kind'], detail: string): Finding => ({ kind, vault: 'accounts/local', detail });
