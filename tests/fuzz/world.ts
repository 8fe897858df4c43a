import * as Y from 'yjs';
import type { RowId, SceneId } from '../../app/ids.ts';
import type { CellAddress } from '../../app/script/address.ts';
import { CELL_KINDS } from '../../app/script/content.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import type { RowSpot, SceneSpot } from '../../app/script/spots.ts';
import { Device, Network } from '../support/devices.ts';
import { Random } from '../support/random.ts';
import { Ledger } from './ledger.ts';

/** Two to five devices over one script, and everything they do decided by one seed. */
export interface World {
  readonly random: Random;
  readonly ledger: Ledger;
  readonly network: Network;
  readonly devices: readonly Device[];
  /** The cell each person's caret is in, also after the row was hidden under them. */
  readonly live: Map<Device, CellAddress>;
  readonly log: string[];
}

export function newWorld(seed: number): World {
  const random = new Random(seed);
  const ledger = new Ledger();
  const network = new Network();
  const base = buildScript(
    {
      scenes: [
        { heading: null, rows: [{ audio: [{ text: 'before the first scene' }] }] },
        { heading: 'One', rows: [{ audio: [{ text: 'first' }] }, { speaker: 'Narrator' }, {}] },
        { heading: 'Two', rows: [{}, {}] },
      ],
    },
    { newId: () => random.uuid() },
    { clientId: 1 },
  );
  const devices = Array.from(
    { length: 2 + random.below(4) },
    (_, i) =>
      new Device(`device-${i}`, random, network, base, (model, undo) => ledger.watch(`device-${i}`, model, undo)),
  );
  return { random, ledger, network, devices, live: new Map(), log: [] };
}

export function someRow({ random }: World, { model }: Device): RowId | undefined {
  const { rows } = model.outline();
  return rows[random.below(Math.max(1, rows.length))]?.id;
}

/** One row, or a few that stand together. */
export function someRows({ random }: World, { model }: Device): readonly RowId[] {
  const { rows } = model.outline();
  const start = random.below(Math.max(1, rows.length));
  return rows.slice(start, start + 1 + (random.chance(30) ? random.below(3) : 0)).map(({ id }) => id);
}

export function someScene({ random }: World, { model }: Device): SceneId | undefined {
  const { scenes } = model.outline();
  return scenes[random.below(Math.max(1, scenes.length))]?.id;
}

export function someRowSpot(world: World, device: Device): RowSpot {
  const { random } = world;
  const row = random.chance(70) ? someRow(world, device) : undefined;
  if (row !== undefined) return random.chance(60) ? { after: row } : { before: row };
  const scene = random.chance(80) ? (someScene(world, device) ?? null) : null;
  return random.chance(50) ? { startOf: scene } : { endOf: scene };
}

export function someSceneSpot(world: World, device: Device): SceneSpot {
  const scene = someScene(world, device);
  if (scene === undefined || world.random.chance(20)) return world.random.chance(50) ? 'start' : 'end';
  return world.random.chance(50) ? { after: scene } : { before: scene };
}

/** Mostly the cell the caret is in already. */
export function someCell(world: World, device: Device): CellAddress | undefined {
  const live = world.live.get(device);
  if (live !== undefined && world.random.chance(50)) return live;
  const rowId = someRow(world, device);
  if (rowId === undefined) return undefined;
  const address: CellAddress = { rowId, kind: world.random.oneOf(CELL_KINDS) };
  world.live.set(device, address);
  device.undo.stopCapturing();
  return address;
}

/** What all devices show must be the same to the letter. */
export function picture({ model }: Device): unknown {
  const { opening, scenes } = model.outline();
  return { opening, scenes, deleted: model.deleted(), total: model.timing().total, speakers: model.speakers() };
}

/** Everything in a document, visible or not, known or not. */
export function everything(doc: Y.Doc): unknown {
  return [...doc.share.keys()].toSorted().map((name) => [name, contents(doc.get(name, Y.Map))]);
}

function contents(type: unknown): unknown {
  if (type instanceof Y.Map) {
    const entries = [...type.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([key, value]) => [key, contents(value)]);
  }
  if (type instanceof Y.XmlElement) return [type.nodeName, type.getAttributes(), type.toArray().map(contents)];
  if (type instanceof Y.XmlFragment) return type.toArray().map(contents);
  if (type instanceof Y.Text) return type.toDelta();
  return type;
}
