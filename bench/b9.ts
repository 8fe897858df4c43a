import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import * as z from 'zod';
import { ScriptId } from '../app/ids.ts';
import { BenchDevice, type BenchAddress } from './bench-device.ts';
import { pushOnce } from './push-once.ts';
import { BenchFolder, percentile, round, type Measured } from './benchmark.ts';

const CLIENTS = 20;
const EDIT_EVERY_MS = 100;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 12_000;
const RPC_EVERY_MS = 250;

const Told = z.object({
  address: z.object({ url: z.string(), anonKey: z.string(), jwtSecret: z.string(), personId: z.string() }),
  relay: z.string(),
  scriptId: ScriptId,
});

/**
 * B9: from an edit on one device's disk to the moment when others are handed it, once it is on theirs; twenty devices
 * type ten edits a second. Against one such call, which waits its turn at the script like theirs, and one hop of a plain
 * relay, in the same run. Vaults are not flushed
 * here: twenty machines' disks are not one's.
 */
export async function run(): Promise<Measured> {
  await using server = await openServer();
  using folder = new BenchFolder();
  const { scriptId } = server;
  const room = new Room();
  await using devices = new AsyncDisposableStack();
  const typists: Typist[] = [];
  for (let index = 0; index < CLIENTS; index += 1) {
    const device = devices.use(
      BenchDevice.open({
        server: server.address,
        scriptId,
        folder: join(folder.path, String(index)),
        saves: 'into-the-system',
        messagesPerSecond: Number.POSITIVE_INFINITY,
        received: (fresh) => room.received(fresh.map(({ bytes }) => bytes)),
      }),
    );
    await device.goOnline();
    await device.whole();
    typists.push(new Typist(device, index + 1, room));
  }
  const [rpc, hop]: [number[], number[]] = [[], []];
  using measuring = new DisposableStack();
  measuring.adopt(
    setInterval(() => void pushOnce(server.address, scriptId).then((ms) => rpc.push(ms)), RPC_EVERY_MS),
    clearInterval,
  );
  const relay = await openRelay(server.relay, measuring);
  measuring.adopt(
    setInterval(() => void relay().then((ms) => hop.push(ms)), RPC_EVERY_MS),
    clearInterval,
  );

  // Everybody at their own moment of the tenth of a second.
  const timers = typists.map(async (typist, index) => {
    await elapsed((index * EDIT_EVERY_MS) / CLIENTS);
    measuring.adopt(
      setInterval(() => void typist.type(), EDIT_EVERY_MS),
      clearInterval,
    );
  });
  await Promise.all(timers);
  await elapsed(WARM_UP_MS);
  for (const values of [room.visibleMs, rpc, hop]) values.length = 0;
  await elapsed(MEASURED_MS);
  measuring.dispose();
  const visible = [...room.visibleMs];
  await room.complete(typists.length - 1);
  const baseMs = percentile(rpc, 0.5) + percentile(hop, 0.5);
  return {
    parts: [
      {
        name: `${CLIENTS} devices, edit to visible p50`,
        ratio: percentile(visible, 0.5) / baseMs,
        goal: { atMost: 1.5 },
      },
    ],
    detail: {
      visibleMs: [0.5, 0.95, 0.99].map((share) => round(percentile(visible, share))),
      oneCallMs: [0.5, 0.95].map((share) => round(percentile(rpc, share))),
      oneHopMs: [0.5, 0.95].map((share) => round(percentile(hop, share))),
      edits: room.edits,
      lost: 0,
    },
  };
}

/** When each edit was typed, and when others were handed it. An edit is named by its author's client id and clock. */
class Room {
  readonly visibleMs: number[] = [];
  readonly #typedAt = new Map<string, number>();
  readonly #seen = new Map<string, number>();
  #looks: (() => void)[] = [];

  get edits(): number {
    return this.#typedAt.size;
  }

  typed(edit: string): void {
    this.#typedAt.set(edit, performance.now());
  }

  received(updates: readonly Uint8Array[]): void {
    const now = performance.now();
    for (const bytes of updates) {
      for (const struct of Y.decodeUpdate(bytes).structs) {
        const { client, clock } = struct.id;
        for (let at = clock; at < clock + struct.length; at += 1) {
          const edit = `${client} ${at}`;
          const typedAt = this.#typedAt.get(edit);
          if (typedAt === undefined) continue;
          this.visibleMs.push(now - typedAt);
          this.#seen.set(edit, (this.#seen.get(edit) ?? 0) + 1);
        }
      }
    }
    for (const look of this.#looks.splice(0)) look();
  }

  /** When each edit was handed to everybody else: nothing was lost. */
  async complete(others: number): Promise<void> {
    while ([...this.#typedAt.keys()].some((edit) => (this.#seen.get(edit) ?? 0) < others)) {
      await new Promise<void>((resolve) => this.#looks.push(resolve));
    }
  }
}

/** Types one letter at a time at the end of a text of its own. */
class Typist {
  readonly #device: BenchDevice;
  readonly #room: Room;
  readonly #doc = new Y.Doc();
  readonly #clientId: number;
  #update: Uint8Array | undefined;

  constructor(device: BenchDevice, clientId: number, room: Room) {
    this.#device = device;
    this.#room = room;
    this.#clientId = clientId;
    this.#doc.clientID = clientId;
    this.#doc.on('update', (update: Uint8Array) => (this.#update = update));
  }

  async type(): Promise<void> {
    const text = this.#doc.getText(`typist ${this.#clientId}`);
    this.#room.typed(`${this.#clientId} ${text.length}`);
    text.insert(text.length, 'e');
    if (this.#update !== undefined) await this.#device.type(this.#update);
  }
}

interface RoomServer extends AsyncDisposable {
  readonly address: BenchAddress;
  readonly relay: string;
  readonly scriptId: ScriptId;
}

async function openServer(): Promise<RoomServer> {
  const worker = new Worker(new URL('./room-server.worker.ts', import.meta.url));
  const [told] = (await once(worker, 'message')) as unknown[];
  return {
    ...Told.parse(told),
    [Symbol.asyncDispose]: async () => {
      const ended = once(worker, 'exit');
      worker.postMessage('end');
      await ended;
    },
  };
}

/** Answers what sends one message over the relay and gives the milliseconds until another has it. */
async function openRelay(url: string, closing: DisposableStack): Promise<() => Promise<number>> {
  const sockets = Array.from({ length: 2 }, () => closing.adopt(new WebSocket(url), (socket) => socket.terminate()));
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  const [from, to] = sockets;
  if (from === undefined || to === undefined) throw new Error('A relay has two ends.');
  return async () => {
    const started = performance.now();
    const heard = once(to, 'message');
    from.send(new Uint8Array(60));
    await heard;
    return performance.now() - started;
  };
}

const elapsed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
