import { readdirSync } from 'node:fs';
import type { Page } from '../chromium/page.ts';
import type { FolderEntry, FromPage, MessageView, PathView } from '../wire.ts';

type Answer = Extract<FromPage, { kind: 'answered' }>['answer'];

/** Questions put to the person in a window's panel. */
export class Panels {
  readonly #open = new Map<number, { readonly page: Page; settle(answer: Answer | undefined): void }>();
  #lastId = 0;

  join(page: Page): void {
    const isMine = (id: number): boolean => this.#open.get(id)?.page === page;
    page.events.on('message', (message) => {
      if (message.kind === 'answered' && isMine(message.id)) this.#settle(message.id, message.answer);
      if (message.kind === 'browse' && isMine(message.id)) page.tell(entriesOf(message.id, message.folder));
    });
    // With its document the panel is gone, and with it whoever could have answered.
    page.events.on('navigated', () => this.#dismiss(page));
    page.events.on('crashed', () => this.#dismiss(page));
    page.events.on('gone', () => this.#dismiss(page));
  }

  /** Undefined: the window went away before anybody answered. */
  ask(page: Page, dialog: MessageView | PathView): Promise<Answer | undefined> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#open.set(id, { page, settle: resolve });
      page.tell({ kind: 'dialog', id, dialog });
    });
  }

  #settle(id: number, answer: Answer | undefined): void {
    const open = this.#open.get(id);
    this.#open.delete(id);
    open?.settle(answer);
  }

  #dismiss(page: Page): void {
    for (const [id, open] of Array.from(this.#open)) if (open.page === page) this.#settle(id, undefined);
  }
}

function entriesOf(id: number, folder: string): Parameters<Page['tell']>[0] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.'))
      .map((entry): FolderEntry => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .toSorted((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name));
    return { kind: 'entries', id, folder, entries, problem: null };
  } catch (error) {
    return { kind: 'entries', id, folder, entries: [], problem: String(error) };
  }
}
