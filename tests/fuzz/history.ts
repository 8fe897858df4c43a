import assert from 'node:assert/strict';
import * as Y from 'yjs';
import { rootsOf } from '../../app/script/address.ts';
import { canonicalScript } from '../../app/script/canonical.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { ScriptIndex } from '../../app/script/script-index.ts';
import { met, type Device } from '../support/devices.ts';
import { duels } from './duels.ts';
import { steps } from './steps.ts';
import { everything, newWorld, picture, type World } from './world.ts';

/** A step of a test's own, taken now and then between the others. */
export type ExtraStep = (world: World, device: Device) => void;

/** Plays the history that a seed names and throws when a promise is broken; the error tells the steps that led there. */
export function playHistory(seed: number, extra?: ExtraStep): { readonly steps: number } {
  const world = newWorld(seed);
  try {
    const count = 20 + world.random.below(61);
    for (let i = 0; i < count; i++) {
      takeStep(world, extra);
      if (i % 8 === 0) for (const device of world.devices) rememberedRight(device);
    }
    world.network.settle(world.random);
    for (const device of world.devices) {
      rememberedRight(device);
      world.ledger.audit(device.doc, device.model.outline());
    }
    agree(world.devices);
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    throw new Error(`seed ${seed}: ${told}\n${world.log.join('\n')}`, { cause: error });
  }
  return { steps: world.log.length };
}

function takeStep(world: World, extra?: ExtraStep): void {
  const { random, devices, log } = world;
  const device = random.oneOf(devices);
  if (extra !== undefined && random.chance(15)) {
    const before = identitiesOf(device.doc);
    log.push(`${device.name}: extra`);
    extra(world, device);
    return keptIdentities(before, device.doc);
  }
  if (random.chance(10)) {
    const other = random.oneOf(devices.filter((each) => each !== device));
    const [name, duel] = random.oneOf(Object.entries(duels));
    log.push(`${device.name}, ${other.name}: ${name}`);
    duel(world, device, other);
    const all = met(...devices);
    world.ledger.audit(all, new ScriptIndex(rootsOf(all)).outline());
    return;
  }
  const list = Object.entries(steps);
  let at = random.below(list.reduce((sum, [, [weight]]) => sum + weight, 0));
  const chosen = list.find(([, [weight]]) => (at -= weight) < 0);
  if (chosen === undefined) return;
  const [name, [, step]] = chosen;
  log.push(`${device.name}: ${name}`);
  const before = identitiesOf(device.doc);
  const { doc } = device;
  step(world, device);
  if (device.doc === doc) keptIdentities(before, doc);
}

/** What the model remembers is what a fresh reading finds. */
function rememberedRight({ doc, model }: Device): void {
  const fresh = new ScriptIndex(rootsOf(doc));
  const { opening, scenes } = model.outline();
  assert.deepEqual({ opening, scenes }, { opening: fresh.outline().opening, scenes: fresh.outline().scenes });
  assert.deepEqual(model.deleted(), fresh.deleted());
}

/** Rows, cells, blocks and headings are the same objects for ever: never replaced. */
function identitiesOf(doc: Y.Doc): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [root, keys] of [
    ['rows', ['video', 'audio']],
    ['scenes', ['heading']],
  ] as const) {
    for (const [id, map] of doc.getMap<Y.Map<unknown>>(root).entries()) {
      found.set(id, map);
      for (const key of keys) found.set(`${id}:${key}`, map.get(key));
    }
  }
  return found;
}

function keptIdentities(before: ReadonlyMap<string, unknown>, doc: Y.Doc): void {
  const after = identitiesOf(doc);
  for (const [key, type] of before) assert.ok(after.get(key) === type, `${key} was replaced`);
}

/** All devices hold the same and show the same. */
function agree([first, ...others]: readonly Device[]): void {
  if (first === undefined) return;
  const same = (what: string, of: (device: Device) => unknown): void => {
    const expected = of(first);
    for (const other of others) assert.deepEqual(of(other), expected, `${what} differ`);
  };
  same('states', ({ doc }) => Y.encodeSnapshot(Y.snapshot(doc)));
  same('documents', ({ doc }) => everything(doc));
  same('pictures', picture);
  same('scripts', ({ doc }) => canonicalScript(readScript(doc)));
  same('bytes', ({ doc }) => Y.encodeStateAsUpdate(copyOf(doc)));
  for (const { doc } of [first, ...others]) assert.equal(doc.store.pendingStructs, null, 'something never arrived');
}

/** A document without anybody's undo history, which keeps deleted words in memory. */
function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}
