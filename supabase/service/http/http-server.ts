import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceLog } from '../service-log.ts';

export interface Question {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly address: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it is; anything else as JSON. */
  readonly body: unknown;
}

export interface HttpServerOptions {
  readonly port: number;
  readonly answer: (question: Question) => Promise<Answer>;
  readonly log: ServiceLog;
}

const HOST = '127.0.0.1';
/** Nobody needs longer to say what they want to know, nor more words for it. */
const REQUEST_MS = 10_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** HTTP on the loopback interface; whoever is to reach it from elsewhere goes through a proxy that speaks TLS. */
export class HttpServer implements AsyncDisposable {
  readonly #server: Server;
  readonly url: string;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async open({ port, answer, log }: HttpServerOptions): Promise<HttpServer> {
    const server = createServer(
      { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, maxHeaderSize: MAX_HEADER_BYTES },
      (request, response) => {
        request.resume();
        answer(readQuestion(request)).then(
          (given) => write(response, given),
          (error: unknown) => {
            log.error('request.failed', { error });
            write(response, { status: 500, body: { message: 'Something went wrong here.' } });
          },
        );
      },
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, () => {
        server.off('error', reject);
        resolve();
      });
    });
    const { port: taken } = server.address() as AddressInfo;
    return new HttpServer(server, `http://${HOST}:${taken}`);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

function readQuestion({ method = 'GET', url = '/', headers, socket }: IncomingMessage): Question {
  const [path = '/'] = url.split('?');
  const { authorization } = headers;
  return { method, path, authorization, address: socket.remoteAddress ?? '' };
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
