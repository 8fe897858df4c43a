import type { Locator, Page } from 'playwright-core';
import type { CellKind } from '../../app/script/content.ts';

/** A script as somebody in front of a window finds it: by its numbers, its columns and its words. */
export class ScriptPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Every row that is shown, framed ones included. */
  get rows(): Locator {
    return this.page.locator('.row[data-row]');
  }

  /** The row at this place on the screen, from 0. */
  row(index: number): Locator {
    return this.rows.nth(index);
  }

  cell(index: number, kind: CellKind): Locator {
    return this.row(index).locator(`[data-kind="${kind}"] .words`);
  }

  /** What a cell says, its lines separated by line feeds; an empty cell says nothing. */
  async words(index: number, kind: CellKind): Promise<string> {
    return (await this.cell(index, kind).innerText()).replaceAll('\u00a0', ' ').replace(/\n$/, '');
  }

  /** Every row's words, column by column. */
  async table(): Promise<readonly (readonly [video: string, audio: string])[]> {
    const count = await this.rows.count();
    const table: (readonly [string, string])[] = [];
    for (let i = 0; i < count; i += 1) table.push([await this.words(i, 'video'), await this.words(i, 'audio')]);
    return table;
  }

  /** Puts the caret behind the last word of a cell. */
  async enter(index: number, kind: CellKind): Promise<void> {
    await this.cell(index, kind).click();
    await this.page.keyboard.press('Control+End');
    await this.cell(index, kind).locator('.ProseMirror[contenteditable="true"]').waitFor();
  }

  async type(index: number, kind: CellKind, text: string): Promise<void> {
    await this.enter(index, kind);
    await this.page.keyboard.type(text);
  }

  /** What the title bar says of saving, word for word. */
  status(): Promise<string> {
    return this.page.getByTestId('save-state').innerText();
  }

  /** Resolves when the window says that everything is saved. */
  async saved(): Promise<void> {
    await this.page.locator('[data-testid="save-state"][data-state="saved"]').waitFor();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }
}
