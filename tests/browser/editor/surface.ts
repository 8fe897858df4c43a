import type { Locator, Page } from 'playwright-core';
import type { CellKind } from '../../../app/script/content.ts';

/** The surface as a person uses it. Rows go by their number when the page was opened. */
export class Surface {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async row(number: number): Promise<Locator> {
    const id = await this.page.evaluate((wanted) => window.harness.row(wanted), number);
    return this.page.locator(`[data-row="${id}"]`);
  }

  async cell(number: number, kind: CellKind = 'audio'): Promise<Locator> {
    return (await this.row(number)).locator(`[data-kind="${kind}"] .words`);
  }

  /** Presses behind the last word of a cell, so that the caret stands at its end. */
  async enter(number: number, kind: CellKind = 'audio', at: 'start' | 'end' = 'end'): Promise<void> {
    const cell = await this.cell(number, kind);
    await cell.scrollIntoViewIfNeeded();
    await cell.click({ position: { x: 2, y: 6 } });
    await this.keys(at === 'end' ? 'Control+End' : 'Control+Home');
  }

  async keys(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  text(number: number, kind: CellKind = 'audio'): Promise<string> {
    return this.page.evaluate(([row, cell]) => window.harness.text(row, cell), [number, kind] as const);
  }

  here(): Promise<string> {
    return this.page.evaluate(() => window.harness.here());
  }

  onScreen(): Promise<string> {
    return this.page.evaluate(() => window.harness.onScreen());
  }

  inDocument(): Promise<string> {
    return this.page.evaluate(() => window.harness.inDocument());
  }

  /** Two frames: what was received has been drawn by then. */
  async frames(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
  }

  async putOnClipboard(forms: Readonly<Record<string, string>>): Promise<void> {
    await this.page.evaluate(async (given) => {
      const entries = Object.entries(given).map(([type, text]) => [type, new Blob([text], { type })] as const);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(entries))]);
    }, forms);
  }
}
