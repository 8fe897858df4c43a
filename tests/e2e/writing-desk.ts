import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { Profile, RunningApp } from './app.ts';
import { ScriptPage } from './script-page.ts';

export const TITLE = 'A day at the depot';

/** The program with one script of one empty row open in its window. */
export class WritingDesk implements AsyncDisposable {
  readonly profile: Profile;
  app: RunningApp;
  script: ScriptPage;

  private constructor(profile: Profile, app: RunningApp, page: Page) {
    this.profile = profile;
    this.app = app;
    this.script = new ScriptPage(page);
  }

  static async open(given?: Profile): Promise<WritingDesk> {
    await using opening = new AsyncDisposableStack();
    const profile = opening.use(given ?? new Profile());
    const app = opening.use(await RunningApp.launch(profile));
    const page = await app.firstPage();
    const scriptId = randomUUID();
    await page.evaluate(
      async ([id, title]) => {
        const made = await window.galley.call('library.create', { scriptId: id as never, title, template: 'blank' });
        if (!made.ok) throw new Error(made.message);
        location.hash = `#/script/${id}`;
      },
      [scriptId, TITLE] as const,
    );
    const desk = new WritingDesk(profile, app, page);
    await desk.isShown();
    // Only then does a program that is killed open this script again.
    await expect
      .poll(() => readFileSync(join(profile.folder, 'windows.json'), 'utf8'), { timeout: 10_000 })
      .toContain(scriptId);
    opening.move();
    return desk;
  }

  /** Ends the program as a person does, and starts it again on the same profile. */
  async restart(): Promise<void> {
    await this.quit();
    await this.start();
  }

  async quit(): Promise<void> {
    await this.app.askToQuit();
    await this.app.ended();
  }

  async start(): Promise<void> {
    this.app = await RunningApp.launch(this.profile);
    this.script = new ScriptPage(await this.app.firstPage());
    await this.isShown();
  }

  /** A second window on the same script. */
  async secondWindow(): Promise<ScriptPage> {
    const [, scriptId = ''] = /#\/script\/([0-9a-f-]{36})/.exec(this.script.page.url()) ?? [];
    const page = await this.app.nextPage(() =>
      this.script.page.evaluate((id) => window.galley.call('window.open', { scriptId: id as never }), scriptId),
    );
    const second = new ScriptPage(page);
    await second.row(0).waitFor();
    return second;
  }

  async isShown(): Promise<void> {
    await this.script.page.getByRole('heading', { name: TITLE }).waitFor();
    await this.script.row(0).waitFor();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]();
    this.profile[Symbol.dispose]();
  }
}
