import { SoakClient } from './soak-client.ts';
import { Asked, type Orders, type Told } from './messages.ts';

/** Some of the soak's clients, in a process of their own. Ends with its parent. */

const SAMPLE_EVERY_MS = 250;
const TELL_EVERY_MS = 5_000;
const LOOK_EVERY_MS = 200;

const clients: SoakClient[] = [];
const writing = new Set<NodeJS.Timeout>();
const tell = (told: Told): void => void process.send?.(told);

process.on('disconnect', () => process.exit(1));
process.on('message', (message) => void obey(Asked.parse(message)));

async function obey(asked: Asked): Promise<void> {
  switch (asked.kind) {
    case 'begin':
      return begin(asked.orders);
    case 'stop-writing':
      for (const timer of writing) clearInterval(timer);
      return;
    case 'settle': {
      await settle(asked);
      return tell({ kind: 'report', clients: await Promise.all(clients.map((client) => client.report())) });
    }
    case 'end':
      for (const client of clients) await client[Symbol.asyncDispose]();
      process.disconnect();
      return;
    default:
      return asked satisfies never;
  }
}

async function begin(orders: Orders): Promise<void> {
  clients.push(...(await Promise.all(orders.people.map((personId) => SoakClient.open(orders, personId)))));
  tell({ kind: 'ready' });
  for (const client of clients) writing.add(setInterval(() => client.write(), 1_000 / orders.editsPerSecond));
  let agesMs: number[] = [];
  setInterval(() => agesMs.push(...clients.map((client) => client.queueAgeMs())), SAMPLE_EVERY_MS).unref();
  setInterval(() => {
    // What is garbage is not held: only what stays says whether memory grows.
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    tell({ kind: 'sample', bytes: heapUsed + external, agesMs });
    agesMs = [];
  }, TELL_EVERY_MS).unref();
}

async function settle({ head, withinMs }: { readonly head: number; readonly withinMs: number }): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (performance.now() < endMs && !clients.every((client) => client.isSettled(head))) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
