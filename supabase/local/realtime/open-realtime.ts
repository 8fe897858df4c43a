import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { GatewayContext, Part } from '../gateway/part.ts';
import { Connection } from './connection.ts';
import { DatabaseMessages } from './database-messages.ts';
import { greet, refuseUpgrade } from './handshake.ts';
import type { House } from './house.ts';
import { answerBroadcast } from './http-broadcasts.ts';
import { Hub } from './hub.ts';
import { Partitions } from './partitions.ts';
import { Policies } from './policies.ts';
import { Rate } from './rates.ts';

/** How often expired tokens and silent connections are looked for. */
const WATCH_MS = 250;
const CLOSE_GOING_AWAY = 1001;
const GOODBYE_MS = 500;

/** Realtime: broadcasts and presence over WebSockets, private topics by the database's own policies. */
export async function openRealtime(context: GatewayContext): Promise<Part> {
  await using opening = new AsyncDisposableStack();
  const { databaseUrls, surroundings, settings } = context;
  const { realtime } = settings;
  const now = (): Date => surroundings.now();
  const messages = new Rate(realtime.messagesPerSecond, now);
  const hub = new Hub();

  opening.use(await Partitions.open(databaseUrls.admin));
  const policies = opening.use(new Policies(databaseUrls.admin, () => surroundings.newId()));
  const fromDatabase = opening.use(
    await DatabaseMessages.open({ adminUrl: databaseUrls.admin, hub, messages, maxBytes: realtime.broadcastBytes }),
  );
  const house: House = {
    settings: realtime,
    surroundings,
    keys: context.keys,
    hub,
    policies,
    messages,
    joins: new Rate(realtime.joinsPerSecond, now),
    presence: new Rate(realtime.presenceMessagesPerSecond, now),
    users: new Set(),
    connections: new Set(),
    isListening: () => fromDatabase.isListening,
    socketFaults: context.socketFaults,
    recordAttempt: (attempt) => context.recordAttempt(attempt),
  };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: realtime.frameBytes,
    perMessageDeflate: false,
    // Text that is not UTF-8 is passed over with other malformed frames, as on the real server.
    skipUTF8Validation: true,
  });
  opening.defer(() => closeAll(house, sockets));
  const watch = setInterval(() => {
    for (const connection of house.connections) connection.watch(now());
  }, WATCH_MS).unref();
  opening.defer(() => clearInterval(watch));

  const open = opening.move();
  return {
    handle: (request) => answerBroadcast(house, request),
    upgrade: (request, socket, head) => {
      upgrade(house, sockets, { request, socket, head }).catch((error: unknown) => {
        console.error('Realtime could not open a connection:', error);
        refuseUpgrade(socket, 500, 'Error connecting to Realtime');
      });
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

async function upgrade(house: House, sockets: WebSocketServer, { request, socket, head }: Upgrade): Promise<void> {
  // Until there is a WebSocket, a caller that goes away is nobody's error.
  const ignore = (): void => undefined;
  socket.on('error', ignore);
  const greeting = await greet(house, request);
  if (!greeting.ok) {
    if (house.settings.refusedConnectionMs > 0) await pause(house.settings.refusedConnectionMs);
    return refuseUpgrade(socket, greeting.status, greeting.message);
  }
  if (socket.destroyed) return;
  socket.off('error', ignore);
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    Connection.open(house, webSocket, greeting.handshake);
  });
}

/** Says goodbye, and does not wait for those who do not answer. */
async function closeAll(house: House, sockets: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => sockets.close(() => resolve()));
  for (const connection of house.connections) connection.close(CLOSE_GOING_AWAY, 'going away');
  const patience = setTimeout(() => {
    for (const client of sockets.clients) client.terminate();
  }, GOODBYE_MS);
  await closed;
  clearTimeout(patience);
}
