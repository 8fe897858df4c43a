import * as Y from 'yjs';
import { steps } from '../fuzz/steps.ts';
import { newWorld } from '../fuzz/world.ts';

/** A step in which a foreign program puts a row where another stands. */
const BY_HAND = 'row made by hand';

/** The log of one script as a vault would hold it, after a history that a seed names: every update in order of saving. */
export function scriptedLog(seed: number, count = 60): readonly Uint8Array[] {
  const world = newWorld(seed);
  const { random, devices, network } = world;
  const log = devices.slice(0, 1).map(({ doc }) => Y.encodeStateAsUpdate(doc));
  const send = network.send.bind(network);
  network.send = (update, from) => {
    log.push(update);
    send(update, from);
  };
  const weighted = Object.entries(steps).flatMap(([name, [weight, step]]) =>
    name === BY_HAND ? [] : Array.from({ length: weight }, () => step),
  );
  for (let n = 0; n < count; n += 1) random.oneOf(weighted)(world, random.oneOf(devices));
  network.settle(random);
  return log;
}
