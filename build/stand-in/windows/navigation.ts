import type { EventEmitter } from 'node:events';
import { BLANK_PAGE } from '../chromium/browser.ts';
import type { Page } from '../chromium/page.ts';
import { withoutFragment } from '../custom-urls.ts';
import type { CustomUrls } from '../custom-urls.ts';
import type { Journey } from '../requests.ts';
import { vetoable } from '../strict.ts';

const ABORTED = -3;
const FAILED = -2;

interface Load {
  readonly url: string;
  readonly done: PromiseWithResolvers<void>;
}

/** Where a window goes: the app by loadURL and reload, its page by links and scripts, which the app may refuse. */
export class Navigation {
  readonly #contents: EventEmitter;
  readonly #urls: CustomUrls;
  readonly #attached: Promise<Page>;
  /** Where the app itself goes, without fragments: will-navigate is for what pages do. */
  readonly #expected = new Set<string>();
  #load: Load | undefined;

  constructor(contents: EventEmitter, urls: CustomUrls, attached: Promise<Page>) {
    this.#contents = contents;
    this.#urls = urls;
    this.#attached = attached;
  }

  /** Resolves when the page has loaded. @throws with Chromium's reason when it has not. */
  async go(url: string): Promise<void> {
    const page = await this.#attached;
    this.abandon(`ERR_ABORTED (${ABORTED}) loading '${this.#load?.url ?? ''}'`);
    const load: Load = { url, done: Promise.withResolvers() };
    load.done.promise.catch(() => undefined); // the caller of loadURL has it too, and may not be listening
    this.#load = load;
    const inner = this.#urls.toInner(url);
    const expected = withoutFragment(inner);
    this.#expected.add(expected);
    page.tell({ kind: 'navigating' });
    const { loaderId, errorText } = await page.send('Page.navigate', { url: inner });
    this.#expected.delete(expected);
    if (errorText !== undefined) this.fail(errorText);
    else if (loaderId === undefined) this.loaded(); // only the fragment changed: nothing is loaded
    await load.done.promise;
  }

  async reload({ ignoreCache }: { readonly ignoreCache: boolean }): Promise<void> {
    const page = await this.#attached;
    page.tell({ kind: 'navigating' });
    this.#expected.add(withoutFragment(page.url));
    await page.send('Page.reload', { ignoreCache });
  }

  /** A new document is there: what the app itself asked for has been answered. */
  arrived(): void {
    this.#expected.clear();
  }

  loaded(): void {
    this.#load?.done.resolve();
    this.#load = undefined;
  }

  fail(reason: string): void {
    const { url = '', done } = this.#load ?? {};
    this.#load = undefined;
    const code = reason.includes('ABORTED') ? ABORTED : FAILED;
    const words = reason.replace(/^net::/, '');
    this.#contents.emit('did-fail-load', {}, code, words, url, true);
    done?.reject(new Error(`${words} (${code}) loading '${url}'`));
  }

  abandon(reason: string): void {
    this.#load?.done.reject(new Error(reason));
    this.#load = undefined;
  }

  /** Asks the app through Electron's events whether a frame may go where it wants to. */
  mayNavigate({ frameId, url, isRedirect }: Journey, page: Page, frame: object): boolean {
    const inner = withoutFragment(this.#urls.toInner(url));
    const isMainFrame = page.isMainFrame(frameId);
    if (inner.startsWith(BLANK_PAGE)) return true;
    if (isMainFrame && !isRedirect && (this.#expected.has(inner) || withoutFragment(page.url) === inner)) return true;
    const event = vetoable({ url, isMainFrame, isSameDocument: false, frame, initiator: frame });
    if (isRedirect) this.#contents.emit('will-redirect', event, url, false, isMainFrame);
    else {
      this.#contents.emit('will-frame-navigate', event);
      if (isMainFrame) this.#contents.emit('will-navigate', event, url, false, true);
    }
    return !event.defaultPrevented;
  }
}
