import { NotHere, strict } from './strict.ts';

/** `session.webRequest`: what may be looked at, changed or stopped. */

export interface RequestFilter {
  readonly urls: readonly string[];
}

type Headers = Record<string, string[] | string>;
export interface BeforeRequestAnswer {
  readonly cancel?: boolean;
  readonly redirectURL?: string;
}
export interface HeadersAnswer {
  readonly cancel?: boolean;
  readonly responseHeaders?: Headers;
}
type BeforeRequest = (details: object, callback: (answer: BeforeRequestAnswer) => void) => void;
type HeadersReceived = (details: object, callback: (answer: HeadersAnswer) => void) => void;

interface Listening<L> {
  readonly matches: (url: string) => boolean;
  readonly listener: L;
}

/** Chromium's match patterns, such as `https://*.example.org/*`; no pattern at all matches everything. */
export function urlMatcher(patterns: readonly string[]): (url: string) => boolean {
  const expressions = patterns.map((pattern) => {
    const escaped = pattern
      .replace('<all_urls>', '*')
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*');
    return new RegExp(`^${escaped}$`);
  });
  return (url) => expressions.length === 0 || expressions.some((expression) => expression.test(url));
}

export class WebRequests {
  #before: Listening<BeforeRequest> | null = null;
  #headers: Listening<HeadersReceived> | null = null;
  readonly #wantAll: () => void;

  /** `wantAll` is called when requests of every kind have to be seen from now on. */
  constructor(wantAll: () => void) {
    this.#wantAll = wantAll;
  }

  /** Electron's object. */
  readonly members = strict('session.webRequest', {
    onBeforeRequest: (...given: readonly unknown[]) => {
      this.#before = listening<BeforeRequest>(given);
      if (this.#before !== null) this.#wantAll();
    },
    onHeadersReceived: (...given: readonly unknown[]) => {
      this.#headers = listening<HeadersReceived>(given);
    },
  });

  async before(details: { readonly url: string }): Promise<BeforeRequestAnswer> {
    const asked = this.#before;
    if (asked === null || !asked.matches(details.url)) return {};
    return new Promise((resolve) => asked.listener(details, resolve));
  }

  /** Only answers of the app's own protocol handlers come by here. */
  async headersReceived(details: { readonly url: string }): Promise<HeadersAnswer> {
    const asked = this.#headers;
    if (asked === null || !asked.matches(details.url)) return {};
    return new Promise((resolve) => asked.listener(details, resolve));
  }
}

function listening<L>(given: readonly unknown[]): Listening<L> | null {
  const [first, second] = given;
  const listener = typeof first === 'function' || first === null ? first : second;
  if (listener === null || listener === undefined) return null;
  if (typeof listener !== 'function') throw new NotHere('webRequest listener of this shape');
  const patterns = typeof first === 'object' && first !== null ? ((first as RequestFilter).urls ?? []) : [];
  return { matches: urlMatcher(patterns), listener: listener as L };
}
