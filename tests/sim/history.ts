import { actions, rareActions } from './actions.ts';
import { CALM } from './connection.ts';
import {
  checkCalls,
  checkDrained,
  checkEqual,
  checkHeard,
  checkNothingDoubled,
  checkNothingLost,
  checkSaysSo,
  checkServerLogs,
} from './oracle.ts';
import { SimVault } from './sim-vault.ts';
import { World, type WorldOptions } from './world.ts';

/** After the last fault, with access and status allowing it. */
const DRAINED_WITHIN_MS = 30_000;
/** Everybody asks what they may reach this often, and a little more. */
const ACCESS_EVERY_MS = 61_000;
/** Scripts that no window shows are asked for once a minute; another for whoever brings back what a server lost. */
const EQUAL_WITHIN_MS = 200_000;

export interface Played {
  readonly steps: number;
  readonly claims: number;
  readonly calls: number;
}

/** Plays histories. The vaults of all begin as the same empty one. */
export class Histories {
  readonly #emptyVault: Buffer;

  private constructor(emptyVault: Buffer) {
    this.#emptyVault = emptyVault;
  }

  static open(): Histories {
    return new Histories(SimVault.empty());
  }

  /** Plays the history that a seed names. Throws when a promise is broken. */
  async play(seed: number, { traced }: Pick<WorldOptions, 'traced'> = {}): Promise<Played> {
    const world = new World(seed, { emptyVault: this.#emptyVault, ...(traced && { traced }) });
    try {
      const steps = await misbehave(world);
      await settle(world);
      const calls = world.devices.reduce((sum, { connection }) => sum + connection.calls.length, 0);
      return { steps, claims: world.claims.checked, calls };
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error);
      throw new Error(`seed ${seed}: ${told}`, { cause: error });
    } finally {
      for (const device of world.devices) device.crash();
    }
  }
}

async function misbehave(world: World): Promise<number> {
  const { random, devices, time } = world;
  for (const device of devices) if (random.chance(90)) device.start();
  await world.run(5_000);
  for (const device of devices) if (random.chance(70)) device.open(world.someScript());
  const count = 20 + random.below(50);
  for (let step = 0; step < count; step += 1) {
    await world.run(someGapMs(world));
    act(world);
  }
  return time.nowMs === 0 ? 0 : count;
}

function someGapMs({ random }: World): number {
  const turn = random.below(100);
  if (turn < 55) return random.below(400);
  if (turn < 80) return random.below(4_000);
  return turn < 95 ? random.below(30_000) : random.below(180_000);
}

function act(world: World): void {
  const { random } = world;
  const device = world.someDevice();
  if (device.awakeAtMs > world.time.nowMs) return;
  const rare = random.below(1_000) < 4 ? random.oneOf(Object.entries(rareActions)) : undefined;
  if (rare !== undefined) return world.tell(`${device.name}: ${rare[0]} ${rare[1](world, device) ?? ''}`);
  const list = Object.entries(actions);
  let at = random.below(list.reduce((sum, [, [weight]]) => sum + weight, 0));
  const chosen = list.find(([, [weight]]) => (at -= weight) < 0);
  if (chosen === undefined) return;
  const [name, [, action]] = chosen;
  // Told first, because a crash may be part of it.
  world.tell(`${device.name}: ${name}`);
  const more = action(world, device);
  if (more !== null) world.tell(`  ${more}`);
}

/** All faults end at one moment; what has to be so some time later is then asked. */
async function settle(world: World): Promise<void> {
  const { devices, time, dangers } = world;
  dangers.crashPerMille = 0;
  await world.run(
    Math.max(0, ...[world.faultsEndAtMs, ...devices.map(({ awakeAtMs }) => awakeAtMs)].map((at) => at - time.nowMs)),
  );
  world.tell('healed');
  for (const device of devices) {
    device.connection.weather = CALM;
    device.start();
  }
  await world.run(1_000);
  for (const device of devices) {
    device.signIn();
    device.goOnline({ isNoticed: true });
  }
  const { registrations } = world.server;
  await world.run(DRAINED_WITHIN_MS);
  // A script that a restore took is there again: nobody rings for that, and the others ask within the minute.
  if (world.server.registrations > registrations) await world.run(ACCESS_EVERY_MS + DRAINED_WITHIN_MS);
  world.tell('all is to be sent');
  checkServerLogs(world);
  await checkDrained(world);
  await world.run(EQUAL_WITHIN_MS - DRAINED_WITHIN_MS);
  world.tell('all is to be equal');
  checkServerLogs(world);
  await checkDrained(world);
  await checkNothingLost(world);
  await checkEqual(world);
  await checkSaysSo(world);
  checkNothingDoubled(world);
  checkHeard(world);
  checkCalls(world);
}
