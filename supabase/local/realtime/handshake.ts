import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { tokenOfKey } from '../keys.ts';
import type { Handshake } from './connection.ts';
import { readToken, type House } from './house.ts';

const VERSION = '2.0.0';

export type Greeting =
  | { readonly ok: true; readonly handshake: Handshake }
  | { readonly ok: false; readonly status: number; readonly message: string };

/** Whether a connection may be opened: a good key, the one version spoken here, and room for one more. */
export async function greet(house: House, request: IncomingMessage): Promise<Greeting> {
  const url = URL.parse(request.url ?? '', 'http://localhost');
  if (url === null || !url.pathname.endsWith('/websocket')) return refuse(404, 'Not found');
  const key = headerOf(request, 'x-api-key') ?? url.searchParams.get('apikey') ?? '';
  if (key === '') return refuse(401, 'API key is missing');
  const token = tokenOfKey(key, house.keys);
  const checked = await readToken(token, house);
  if (!checked.ok) {
    const details = { code: checked.code };
    await house.recordAttempt({ kind: 'bad-token', thing: 'realtime', actor: undefined, details });
    return refuse(401, checked.message.startsWith('Token has expired') ? 'Token has expired' : checked.message);
  }
  const version = url.searchParams.get('vsn');
  if (version !== VERSION) return refuse(501, `The local stack does not do protocol versions other than ${VERSION}.`);
  if (house.users.size >= house.settings.connections) return refuse(429, 'Too many connected users');
  if (house.joins.isReached()) return refuse(429, 'Too many joins per second');
  return { ok: true, handshake: { token, headers: ownHeaders(request) } };
}

/** Says no before there is a WebSocket: plain HTTP with JSON. */
export function refuseUpgrade(socket: Duplex, status: number, message: string): void {
  const body = JSON.stringify({ error: message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function refuse(status: number, message: string): Greeting {
  return { ok: false, status, message };
}

/** Those that policies may read through `request.headers`. */
function ownHeaders(request: IncomingMessage): Record<string, string> {
  const names = Object.keys(request.headers).filter((name) => name.startsWith('x-'));
  return Object.fromEntries(names.map((name) => [name, headerOf(request, name) ?? '']));
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
