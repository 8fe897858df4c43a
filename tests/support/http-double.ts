import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A server on this machine that answers as the test says, and counts. */
export class HttpDouble implements AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Connections that were ever taken. */
  readonly connections: Socket[] = [];
  /** `METHOD path` of each request, and of each tunnel that was asked for. */
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has one
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}`;
    server.on('connection', (socket) => this.connections.push(socket));
  }

  static async open(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
    tunnel?: (request: IncomingMessage, stream: Duplex) => void,
  ): Promise<HttpDouble> {
    const holder: { double?: HttpDouble } = {};
    const note = (request: IncomingMessage): void => void holder.double?.asked.push(`${request.method} ${request.url}`);
    const server = createServer((request, response) => {
      note(request);
      answer(request, response);
    });
    if (tunnel !== undefined) {
      server.on('connect', (request, stream) => {
        note(request);
        tunnel(request, stream);
      });
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    holder.double = new HttpDouble(server);
    return holder.double;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.connections) socket.destroy();
    await closed;
  }
}
