import { ifThere } from './chromium/connection.ts';
import type { Session } from './chromium/connection.ts';
import { BLANK_PAGE } from './chromium/browser.ts';
import type { RequestPaused } from './chromium/protocol.ts';
import type { CustomUrls } from './custom-urls.ts';
import type { Protocols } from './protocol.ts';
import type { WebRequests } from './web-request.ts';

export interface Journey {
  readonly frameId: string;
  readonly url: string;
  readonly isRedirect: boolean;
}

/** Who owns the frame that asks, as far as navigation goes. */
export interface Navigator {
  readonly id: number;
  /** False: the app, through will-navigate, does not let the frame go there. */
  mayNavigate(journey: Journey): boolean;
}

export interface RequestsHost {
  readonly urls: CustomUrls;
  readonly protocols: Protocols;
  readonly webRequests: WebRequests;
  /** The window that a frame belongs to; undefined for what belongs to none, such as a pop-up that is being refused. */
  ownerOf(frameId: string): Navigator | undefined;
  isRefusedWindow(targetId: string): boolean;
  /** The colour of a window that has not loaded anything yet. */
  blankColour(): string;
  readonly appName: string;
}

type Header = { readonly name: string; readonly value: string };
type Decision =
  | { readonly kind: 'refuse'; readonly reason: 'Aborted' | 'BlockedByClient' | 'NameNotResolved' | 'Failed' }
  | { readonly kind: 'let-through' }
  | { readonly kind: 'answer'; readonly status: number; readonly headers: readonly Header[]; readonly body: Buffer };

const EMPTY = Buffer.alloc(0);

/** Answers Chromium's requests: the app's own schemes from its handlers, everything else let through or refused. */
export class Requests {
  readonly #chromium: Session;
  readonly #host: RequestsHost;

  constructor(chromium: Session, host: RequestsHost) {
    this.#chromium = chromium;
    this.#host = host;
    chromium.on('Fetch.requestPaused', (paused) => void this.#settle(paused));
  }

  /** Starts looking at requests: documents and our own schemes, or, for `webRequest`, all of them. */
  async watch(which: 'own' | 'all'): Promise<void> {
    const own = [{ urlPattern: 'https://*.app-standin.invalid/*' }, { urlPattern: '*', resourceType: 'Document' }];
    await this.#chromium.send('Fetch.enable', { patterns: which === 'all' ? [{ urlPattern: '*' }] : own });
  }

  async #settle(paused: RequestPaused): Promise<void> {
    await ifThere(this.#carryOut(paused.requestId, await this.#decideOrFail(paused)));
  }

  async #decideOrFail(paused: RequestPaused): Promise<Decision> {
    try {
      return await this.#decide(paused);
    } catch (error) {
      // The app's handler threw: as in Electron the page sees a network error, and whoever runs it sees why.
      console.error(`[stand-in] ${this.#host.urls.toOuter(paused.request.url)}:`, error);
      return { kind: 'refuse', reason: 'Failed' };
    }
  }

  async #decide(paused: RequestPaused): Promise<Decision> {
    const { urls, protocols, webRequests } = this.#host;
    const { frameId, resourceType, request } = paused;
    const url = urls.toOuter(request.url);
    if (this.#host.isRefusedWindow(frameId)) return { kind: 'refuse', reason: 'Aborted' };
    const owner = this.#host.ownerOf(frameId);
    if (
      resourceType === 'Document' &&
      owner?.mayNavigate({ frameId, url, isRedirect: paused.redirectedRequestId !== undefined }) === false
    )
      return { kind: 'refuse', reason: 'Aborted' };
    if (url.startsWith(BLANK_PAGE)) return this.#blankPage();
    const details = {
      id: 1,
      url,
      method: request.method,
      resourceType: electronType(resourceType),
      webContentsId: owner?.id,
    };
    const before = await webRequests.before(details);
    if (before.cancel === true) return { kind: 'refuse', reason: 'BlockedByClient' };
    if (before.redirectURL !== undefined) return redirect(urls.toInner(before.redirectURL));
    const scheme = url.slice(0, url.indexOf(':'));
    if (!urls.has(scheme)) return { kind: 'let-through' };
    // Electron's windows never ask for one.
    if (resourceType === 'Other' && url.endsWith('/favicon.ico'))
      return { kind: 'answer', status: 204, headers: [], body: EMPTY };
    const handler = protocols.handlerOf(scheme);
    if (handler === undefined) return { kind: 'refuse', reason: 'NameNotResolved' };
    const response = await handler(requestOf(url, paused, urls));
    if (response.type === 'error') return { kind: 'refuse', reason: 'Failed' };
    return this.#answer(response, details);
  }

  async #answer(response: Response, details: { readonly url: string }): Promise<Decision> {
    const { urls, webRequests } = this.#host;
    const given = Array.from(response.headers, ([name, value]) => ({ name, value }));
    const responseHeaders = Object.groupBy(given, ({ name }) => name);
    const listed = Object.fromEntries(
      Object.entries(responseHeaders).map(([name, same = []]) => [name, same.map(({ value }) => value)]),
    );
    const changed = await webRequests.headersReceived({
      ...details,
      responseHeaders: listed,
      statusCode: response.status,
    } as { url: string });
    if (changed.cancel === true) return { kind: 'refuse', reason: 'BlockedByClient' };
    const headers = Object.entries(changed.responseHeaders ?? listed)
      .flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })))
      .map(({ name, value }) => ({ name, value: innerHeader(name.toLowerCase(), value, urls) }));
    return { kind: 'answer', status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) };
  }

  #blankPage(): Decision {
    const { appName } = this.#host;
    const page = `<!doctype html><title>${appName}</title><style>html { background: ${this.#host.blankColour()} }</style>`;
    return {
      kind: 'answer',
      status: 200,
      headers: [{ name: 'content-type', value: 'text/html' }],
      body: Buffer.from(page),
    };
  }

  async #carryOut(requestId: string, decision: Decision): Promise<void> {
    switch (decision.kind) {
      case 'refuse':
        await this.#chromium.send('Fetch.failRequest', { requestId, errorReason: decision.reason });
        return;
      case 'let-through':
        await this.#chromium.send('Fetch.continueRequest', { requestId });
        return;
      case 'answer': {
        const { status, headers, body } = decision;
        const answer = { responseCode: status, responseHeaders: headers, body: body.toString('base64') };
        await this.#chromium.send('Fetch.fulfillRequest', { requestId, ...answer });
        return;
      }
      default:
        decision satisfies never;
    }
  }
}

function redirect(location: string): Decision {
  return { kind: 'answer', status: 307, headers: [{ name: 'location', value: location }], body: EMPTY };
}

function electronType(resourceType: string): string {
  const known: Readonly<Record<string, string>> = {
    Document: 'mainFrame',
    XHR: 'xhr',
    Fetch: 'xhr',
    Stylesheet: 'stylesheet',
    Script: 'script',
    Image: 'image',
    Font: 'font',
    Media: 'media',
    WebSocket: 'webSocket',
  };
  return known[resourceType] ?? 'other';
}

function requestOf(url: string, { request }: RequestPaused, urls: CustomUrls): Request {
  const body = Buffer.concat(request.postDataEntries.map(({ bytes }) => Buffer.from(bytes, 'base64')));
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, urls.toOuter(value)]);
  return new Request(url, { method: request.method, headers, ...(request.hasPostData ? { body } : {}) });
}

function innerHeader(name: string, value: string, urls: CustomUrls): string {
  if (name === 'location') return urls.toInner(value);
  return name.startsWith('content-security-policy') ? urls.innerPolicy(value) : value;
}
