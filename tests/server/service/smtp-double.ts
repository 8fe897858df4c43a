import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came. */
  readonly data: string;
}

/** A small SMTP server on loopback: takes mails, or answers what a test wants. */
export class SmtpDouble implements AsyncDisposable {
  readonly port: number;
  readonly mails: TakenMail[] = [];
  /** What it says to RCPT; 250 takes the mail. */
  answer = '250 ok';
  readonly #server: Server;
  readonly #sockets: ReadonlySet<Socket>;

  private constructor(server: Server, port: number, sockets: ReadonlySet<Socket>) {
    this.#server = server;
    this.port = port;
    this.#sockets = sockets;
  }

  static async open(): Promise<SmtpDouble> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
      void double.#talk(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const double = new SmtpDouble(server, (server.address() as AddressInfo).port, sockets);
    return double;
  }

  async #talk(socket: Socket): Promise<void> {
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    let from = '';
    let to: string[] = [];
    let data: string[] | undefined;
    say('220 double');
    for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
      if (data !== undefined) {
        if (line !== '.') data.push(line.replace(/^\.\./, '.'));
        else {
          this.mails.push({ from, to, data: data.join('\n') });
          data = undefined;
          say('250 taken');
        }
      } else if (/^(EHLO|HELO)/i.test(line)) say('250 double');
      else if (/^MAIL FROM/i.test(line)) {
        from = addressOf(line);
        to = [];
        say('250 ok');
      } else if (/^RCPT TO/i.test(line)) {
        if (this.answer.startsWith('250')) to.push(addressOf(line));
        say(this.answer);
      } else if (/^DATA/i.test(line)) {
        data = [];
        say('354 go on');
      } else if (/^QUIT/i.test(line)) {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const addressOf = (line: string): string => /<(.*)>/.exec(line)?.[1] ?? '';
