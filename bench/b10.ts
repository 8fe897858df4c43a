import { pushIntervalMs } from '../app/sync/pace.ts';
import type { PersonId } from '../app/ids.ts';
import { SyncWorld, type Device } from '../tests/support/sync/world.ts';
import { percentile, round, type Measured, type Part } from './benchmark.ts';

/** What hosted plans carry in a second. */
const PLANS = { free: 100, pro: 500 } as const;
const TYPISTS = [2, 5, 10, 20] as const;
const EDIT_EVERY_MS = 100;
const WARM_UP_MS = 31_000;
const MEASURED_MS = 40_000;

interface Room {
  readonly messagesPerSecond: number;
  readonly visibleP95Ms: number;
  readonly tickMs: number;
}

/**
 * B10: what a room's rings cost of a plan's messages, and how long edits take to be seen by that. The engine as it is, on
 * a clock that is turned: nothing but the pace takes time. Each ring counts once, and once for each who hears it.
 */
export async function run(): Promise<Measured> {
  const parts: Part[] = [];
  const detail: Record<string, unknown> = {};
  for (const [plan, quota] of Object.entries(PLANS)) {
    for (const typists of TYPISTS) {
      const name = `${typists} typists on ${plan}`;
      const room = await typeTogether(typists, quota);
      // The goal is for everything together; cursors may take 0.2 of it (main/cloud/peers.ts).
      parts.push({
        name: `${name}, rings of the quota`,
        ratio: room.messagesPerSecond / quota,
        goal: { atMost: 0.6 },
      });
      parts.push({
        name: `${name}, visible p95 of the tick`,
        ratio: room.visibleP95Ms / room.tickMs,
        goal: { atMost: 1.2 },
      });
      detail[name] = {
        tickMs: room.tickMs,
        visibleP95Ms: round(room.visibleP95Ms),
        messagesPerSecond: round(room.messagesPerSecond),
      };
    }
  }
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('There is no room.');
  return { parts: [first, ...others], detail };
}

async function typeTogether(typists: number, quota: number): Promise<Room> {
  const world = new SyncWorld();
  const devices: Device[] = [];
  for (let index = 0; index < typists; index += 1) devices.push(await world.device('internal', quota));
  for (const device of devices) await device.join();
  for (const { bell } of devices) bell.tell({ kind: 'listeners', scriptId: world.script, count: typists });
  const [, reader] = devices;
  if (reader === undefined) throw new Error('Nobody reads along.');
  const typedAt = new Map<string, number>();
  const visible: number[] = [];
  let [rings, measuredFrom] = [0, Number.POSITIVE_INFINITY];
  reader.bell.onRing(() => {
    if (world.clock.elapsed() >= measuredFrom) rings += 1;
  });
  reader.engine.onReceived((_, fresh) => {
    for (const { bytes } of fresh) {
      const at = typedAt.get(new TextDecoder().decode(bytes));
      if (at !== undefined && at >= measuredFrom) visible.push(world.clock.elapsed() - at);
    }
  });
  for (let ms = 0, edit = 0; ms < WARM_UP_MS + MEASURED_MS; ms += EDIT_EVERY_MS) {
    if (ms === WARM_UP_MS) measuredFrom = world.clock.elapsed();
    for (const device of devices) {
      const text = `edit ${(edit += 1)}`;
      typedAt.set(text, world.clock.elapsed());
      device.type(text);
      await world.clock.pass(EDIT_EVERY_MS / typists);
    }
  }
  for (const device of devices) await device.stop();
  const others = devices.slice(1).map(({ person }): readonly [PersonId, number] => [person, 0]);
  return {
    messagesPerSecond: (rings * (1 + typists) * 1_000) / MEASURED_MS,
    visibleP95Ms: percentile(visible, 0.95),
    tickMs: pushIntervalMs({ listeners: typists, pushers: new Map(others) }, quota, 0),
  };
}
