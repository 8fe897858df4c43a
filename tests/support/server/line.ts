import { connect, createServer, type Server, type Socket } from 'node:net';

/** How a line carries: nothing is lost while it is `frozen`, it only does not move. */
type State = 'open' | 'cut' | 'frozen';

/** One machine's way to a server, on loopback: what happens on it happens to nobody else. */
export class Line implements AsyncDisposable {
  readonly #target: number;
  readonly #server: Server;
  readonly #port: number;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #dead: (readonly [Socket, Socket])[] = [];
  #state: State = 'open';

  private constructor(target: number, server: Server, port: number) {
    this.#target = target;
    this.#server = server;
    this.#port = port;
    server.on('connection', (near) => this.#carry(near));
  }

  /** To the server of an address such as `http://127.0.0.1:54321`. */
  static async open(url: string): Promise<Line> {
    // What arrives first must wait until the other end is there.
    const server = createServer({ pauseOnConnect: true });
    const port = await listen(server, 0);
    return new Line(Number(new URL(url).port), server, port);
  }

  /** Where the server is found through this line. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** As without a network: what stands breaks, and nobody answers. */
  async cut(): Promise<void> {
    this.#state = 'cut';
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#breakAll();
    await closed;
  }

  /** As on a captive or overloaded way: connections are taken and nothing ever comes through, in either direction. */
  freeze(): void {
    this.#state = 'frozen';
    for (const [near, far] of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  /** Carries again. What was frozen goes on where it stood. */
  async mend(): Promise<void> {
    const before = this.#state;
    this.#state = 'open';
    if (before === 'cut') await listen(this.#server, this.#port);
    for (const [near, far] of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  /** As after a sleep: what stood is dead, and neither side was told. New connections come through. */
  sleep(): void {
    for (const [near, far] of this.#pairs) {
      near.pause();
      far.pause();
    }
    this.#dead.push(...this.#pairs);
    this.#pairs.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#state !== 'cut') await this.cut();
  }

  #carry(near: Socket): void {
    const far = connect(this.#target, '127.0.0.1');
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    const part = (): void => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', part);
      socket.on('close', part);
    }
    near.on('data', (bytes) => void far.write(bytes));
    far.on('data', (bytes) => void near.write(bytes));
    if (this.#state === 'frozen') far.pause();
    else near.resume();
  }

  #breakAll(): void {
    for (const [near, far] of [...this.#pairs, ...this.#dead.splice(0)]) {
      near.destroy();
      far.destroy();
    }
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('A TCP server has no port.'));
      else resolve(address.port);
    });
  });
}
