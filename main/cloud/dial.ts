import * as http from 'node:http';
import * as https from 'node:https';
import * as net from 'node:net';
import type { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import { bare, readRoutes, type ResolveProxy, type Route } from './proxies.ts';

export interface Destination {
  readonly hostname: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** A proxy kept us from the server. `code` is read by trouble.ts. */
export class ProxyTrouble extends Error {
  override readonly name = 'ProxyTrouble';
  readonly code: 'PROXY_UNSUPPORTED' | 'PROXY_REFUSED';

  constructor(code: ProxyTrouble['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Dead peers are found by asking them after so long without a word. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Opens connections for HTTP and for the one WebSocket alike, so that both go the way that the system's proxy settings
 * name and trust the same certificates.
 */
export class Dialer {
  readonly #resolveProxy: ResolveProxy;
  readonly #withinMs: number;
  #beforeFirstTls: () => void;

  /** `withinMs`: to be connected to a proxy or to the server, TLS included. */
  constructor(resolveProxy: ResolveProxy, withinMs: number, beforeFirstTls: () => void = () => undefined) {
    this.#resolveProxy = resolveProxy;
    this.#withinMs = withinMs;
    this.#beforeFirstTls = beforeFirstTls;
  }

  /** Tries the routes in their order. Fails as the last of them did. */
  async dial(to: Destination): Promise<net.Socket> {
    const address = `${to.isSecure ? 'https' : 'http'}://${to.hostname}:${to.port}/`;
    const routes = readRoutes(await this.#resolveProxy(address));
    let failure: unknown;
    for (const route of routes) {
      try {
        return await this.#dialBy(route, to);
      } catch (error) {
        failure = error; // the next route may do; the last failure is thrown
      }
    }
    throw failure;
  }

  async #dialBy(route: Route, to: Destination): Promise<net.Socket> {
    switch (route.kind) {
      case 'direct': {
        const socket = net.connect({ host: bare(to.hostname), port: to.port, ...SOCKET });
        return to.isSecure ? this.#secure(socket, to.hostname) : this.#ready(socket, 'connect');
      }
      case 'proxy': {
        const tunnel = await this.#tunnel(route, to);
        return to.isSecure ? this.#secure(tunnel, to.hostname) : tunnel;
      }
      case 'unsupported':
        throw new ProxyTrouble('PROXY_UNSUPPORTED', `Galley cannot use a proxy of the kind ${route.name}.`);
      default:
        return route satisfies never;
    }
  }

  /** Servers behind one address are told by name; an address of numbers has none. */
  #secure(socket: net.Socket, hostname: string): Promise<net.Socket> {
    this.#beforeFirstTls();
    this.#beforeFirstTls = () => undefined;
    const host = bare(hostname);
    const servername = net.isIP(host) === 0 ? { servername: host } : {};
    return this.#ready(tls.connect({ socket, host, ALPNProtocols: ['http/1.1'], ...servername }), 'secureConnect');
  }

  #ready(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<net.Socket> {
    const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
    const timer = setTimeout(() => socket.destroy(timedOut()), this.#withinMs);
    const settle = (): void => {
      clearTimeout(timer);
      socket.off('error', onError);
      socket.off('close', onClose);
    };
    const onError = (error: Error): void => {
      settle();
      socket.destroy();
      reject(error);
    };
    const onClose = (): void => {
      settle();
      reject(Object.assign(new Error('The connection was closed before it was made.'), { code: 'ECONNRESET' }));
    };
    socket.once('error', onError);
    socket.once('close', onClose);
    socket.once(event, () => {
      settle();
      resolve(socket);
    });
    return promise;
  }

  #tunnel(proxy: Route & { kind: 'proxy' }, to: Destination): Promise<net.Socket> {
    const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
    const there = `${to.hostname}:${to.port}`;
    const { request } = proxy.isSecure ? https : http;
    const asking = request({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: there,
      headers: { host: there },
      agent: false,
      signal: AbortSignal.timeout(this.#withinMs),
    });
    asking.once('connect', (answer, stream) => {
      if (answer.statusCode === 200 && isSocket(stream)) return resolve(stream);
      stream.destroy();
      reject(new ProxyTrouble('PROXY_REFUSED', `The proxy answered ${answer.statusCode}.`));
    });
    // An answer with a body is no tunnel: proxies that want a password give one.
    asking.once('response', (answer) => {
      answer.destroy();
      reject(new ProxyTrouble('PROXY_REFUSED', `The proxy answered ${answer.statusCode}.`));
    });
    asking.once('error', reject);
    asking.end();
    return promise;
  }
}

const SOCKET = { noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS } as const;

const isSocket = (stream: Duplex): stream is net.Socket => stream instanceof net.Socket;

const timedOut = (): Error => Object.assign(new Error('Nobody answered the connection.'), { code: 'ETIMEDOUT' });
