import { parentPort } from 'node:worker_threads';
import { WebSocketServer } from 'ws';
import { BenchServer } from './bench-server.ts';

// A server in a thread of its own, as it has a machine of its own: its work does not hold up its clients'. Beside it, a
// plain relay, which hands each message to everybody else and keeps nothing.

const port = parentPort;
if (port === null) throw new Error('This runs as a thread.');

const server = await BenchServer.open();
const relay = new WebSocketServer({ host: '127.0.0.1', port: 0 });
relay.on('connection', (from) => {
  from.on('message', (message) => {
    for (const to of relay.clients) if (to !== from) to.send(message);
  });
});
const { promise: listening, resolve } = Promise.withResolvers<void>();
relay.on('listening', resolve);
if (relay.address() === null) await listening;
const address = relay.address();
if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
port.on('message', () => {
  for (const client of relay.clients) client.terminate();
  relay.close();
  void server[Symbol.asyncDispose]().then(() => port.close());
});
port.postMessage({
  address: server.address,
  relay: `ws://127.0.0.1:${address.port}`,
  scriptId: await server.newScript(),
});
