import type { Page } from '../chromium/page.ts';
import { originOf } from '../custom-urls.ts';
import type { CustomUrls } from '../custom-urls.ts';
import { strictEmitter } from '../strict.ts';

/** A window's main frame. Preload scripts run in no other, so that every IPC message comes from one of these. */
export class WebFrame extends strictEmitter('webFrameMain', ['dom-ready']) {
  readonly parent = null;
  readonly name = '';
  readonly detached = false;
  readonly #urls: CustomUrls;
  readonly #page: () => Page | undefined;

  constructor(urls: CustomUrls, page: () => Page | undefined) {
    super();
    this.#urls = urls;
    this.#page = page;
  }

  get url(): string {
    return this.#urls.toOuter(this.#page()?.url ?? '');
  }

  get origin(): string {
    return originOf(this.url);
  }

  get top(): this {
    return this;
  }

  isDestroyed(): boolean {
    return this.#page()?.isGone ?? false;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#page()?.tell({ kind: 'message', channel, args });
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return this.#page()?.evaluate(code, { userGesture });
  }
}
