import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { attemptOf } from './attempts.ts';
import { aroundRequest } from './faults/around-request.ts';
import { answerFaultsCall } from './faults/faults-call.ts';
import type { Faults } from './faults/faults.ts';
import { goneSignal, preflightReply, readBody, send, tooLargeReply } from './http.ts';
import { checkKey, effectiveToken } from './keys.ts';
import { jsonReply, notDone, type GatewayContext, type GatewayReply, type GatewayRequest } from './part.ts';
import type { Parts } from './parts.ts';
import { route, type Place } from './route.ts';

interface Call {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly place: Place;
  readonly body: Buffer;
  readonly signal: AbortSignal;
}

/** Takes what comes to the door to the right part, and its reply back. */
export class Desk {
  readonly #context: GatewayContext;
  readonly #parts: Parts;
  readonly #faults: Faults;

  constructor(context: GatewayContext, parts: Parts, faults: Faults) {
    this.#context = context;
    this.#parts = parts;
    this.#faults = faults;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const signal = goneSignal(response);
    try {
      const body = await readBody(request);
      if (body === undefined) {
        send(response, tooLargeReply);
        return;
      }
      const url = urlOf(request);
      const call: Call = { request, url, place: route(url.pathname), body, signal };
      const reply =
        call.place.kind === 'faults'
          ? this.#changeFaults(call)
          : await aroundRequest(this.#faults, { method: methodOf(request), path: url.pathname, signal }, () =>
              this.#reply(call),
            );
      if (reply === 'cut') request.socket.destroy();
      else send(response, reply);
    } catch (error) {
      if (signal.aborted) return; // nobody is there to be told
      console.error(`The gateway failed at ${methodOf(request)} ${urlOf(request).pathname}:`, error);
      if (!response.headersSent) send(response, jsonReply(500, { code: '500', message: 'The gateway failed.' }));
    }
  }

  /** On the mailbox's own port: the mailbox, and nothing else. */
  async answerMailbox(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (route(urlOf(request).pathname).kind === 'page') await this.answer(request, response);
    else send(response, { status: 302, headers: { location: '/mailbox' }, body: undefined });
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const gone = new AbortController();
    socket.once('close', () => gone.abort());
    socket.on('error', () => gone.abort());
    const { pathname } = urlOf(request);
    const place = route(pathname);
    const { realtime } = this.#parts;
    let isTaken = false;
    const take = (): Promise<'taken' | GatewayReply> => {
      if (isTaken || gone.signal.aborted) return Promise.resolve('taken');
      if (place.kind !== 'part' || place.part !== 'realtime' || realtime.upgrade === undefined) {
        return Promise.resolve(notDone('WebSockets here'));
      }
      isTaken = true;
      realtime.upgrade(request, socket, head);
      return Promise.resolve('taken');
    };
    const asked = { method: methodOf(request), path: pathname, signal: gone.signal };
    const outcome = await aroundRequest(this.#faults, asked, take);
    if (outcome === 'cut') socket.destroy();
    else if (outcome !== 'taken') refuseUpgrade(socket, outcome);
  }

  #changeFaults({ request, url, body }: Call): GatewayReply {
    const check = checkKey(request.headers, url.searchParams, this.#context.keys);
    if (check.kind !== 'good') return check.reply;
    if (!check.isService) return jsonReply(403, { code: '403', message: 'Faults need the service key.' });
    return answerFaultsCall(this.#faults, { method: methodOf(request), body });
  }

  async #reply(call: Call): Promise<GatewayReply> {
    const { place, request } = call;
    if (request.method === 'OPTIONS') return preflightReply;
    switch (place.kind) {
      case 'part':
        return this.#askPart(call, place);
      case 'page':
        return (await this.#parts.auth.page?.(this.#asPartRequest(call, place.path, ''))) ?? notDone('a mailbox');
      case 'left-out':
        return notDone(place.what);
      case 'faults':
      case 'nowhere':
        return jsonReply(404, { code: '404', message: 'no Route matched with those values' });
      default:
        return place satisfies never;
    }
  }

  async #askPart(call: Call, place: Place & { readonly kind: 'part' }): Promise<GatewayReply> {
    const { keys, surroundings } = this.#context;
    const { request, url } = call;
    const check = checkKey(request.headers, url.searchParams, keys);
    if (check.kind === 'wrong' || (check.kind === 'missing' && place.needsKey)) {
      if (check.kind === 'wrong') {
        const details = { fault: 'unknown-key' };
        await this.#context.recordAttempt({ kind: 'bad-token', thing: url.pathname, actor: undefined, details });
      }
      return check.reply;
    }
    const keyToken = check.kind === 'good' ? check.token : keys.anonKey;
    const token = effectiveToken(request.headers.authorization, keyToken, keys);
    const reply = await this.#parts[place.part].handle(this.#asPartRequest(call, place.path, token));
    const attempt = await attemptOf(reply, { path: url.pathname, token, keys, now: surroundings.now() });
    if (attempt !== undefined) await this.#context.recordAttempt(attempt);
    return reply;
  }

  #asPartRequest({ request, url, body, signal }: Call, path: string, token: string): GatewayRequest {
    const query = new URLSearchParams(url.searchParams);
    query.delete('apikey');
    return {
      method: methodOf(request),
      path,
      query,
      headers: { ...request.headers, authorization: `Bearer ${token}` },
      body,
      address: request.socket.remoteAddress ?? '',
      signal,
    };
  }
}

function methodOf(request: IncomingMessage): string {
  return request.method ?? 'GET';
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://gateway');
}

function refuseUpgrade(socket: Duplex, { status, headers, body = '' }: GatewayReply): void {
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]));
}
