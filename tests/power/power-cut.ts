import type { Random } from '../support/random.ts';
import type { Growing } from './growing.ts';
import { applyNaming, applyWrite, everyNode, File, Folder, type Naming, type Node, type Write } from './nodes.ts';

export const DATA_LOSSES = ['nothing', 'everything', 'prefix', 'suffix', 'writes', 'sectors'] as const;
export const NAME_LOSSES = ['nothing', 'everything', 'prefix', 'each', 'last'] as const;

/** What is left of what was not flushed. */
export interface Left {
  /** `last`: only the newest change of a name, without those before it. */
  readonly names: (typeof NAME_LOSSES)[number];
  /** A prefix or suffix counts over all files, in the order of writing, and ends inside a write. */
  readonly data: (typeof DATA_LOSSES)[number];
}

/** Files by their names; a folder stands by its name with null. */
export type Image = ReadonlyMap<string, Buffer | null>;

const SECTOR_BYTES = 512;
const LIKELIHOODS = [10, 50, 90];

/** One legal state of the disk after a power cut, by chance. */
export function cutPower(root: Folder, random: Random, left: Left): Image {
  const nodes = [...everyNode(root)];
  const times = nodes.flatMap((node) => Array.from<Write | Naming>(node.pending)).map(({ time }) => time);
  times.sort((one, other) => one - other);
  const chance: Chance = {
    random,
    cut: times.length === 0 ? 0 : random.oneOf(times),
    percent: random.oneOf(LIKELIHOODS),
  };
  const names = namesLeft(nodes, left.names, chance);
  return imageOf(root, {
    namesOf: (folder) => names.get(folder) ?? folder.durable,
    contentOf: (file) => contentLeft(file, left.data, chance),
  });
}

interface Chance {
  readonly random: Random;
  /** Where a prefix ends and a suffix begins. */
  readonly cut: number;
  readonly percent: number;
}

function namesLeft(
  nodes: readonly Node[],
  left: Left['names'],
  { random, cut, percent }: Chance,
): ReadonlyMap<Folder, Map<string, Node>> {
  const folders = nodes.filter((node) => node instanceof Folder);
  const names = new Map(folders.map((folder) => [folder, new Map(folder.durable)]));
  const changes = folders.flatMap((folder) => folder.pending.map((naming) => ({ folder, naming })));
  changes.sort((one, other) => one.naming.time - other.naming.time);
  for (const [index, { folder, naming }] of changes.entries()) {
    const isLeft =
      (left === 'last' && index === changes.length - 1) ||
      left === 'everything' ||
      (left === 'prefix' && naming.time <= cut) ||
      (left === 'each' && random.chance(percent));
    if (isLeft) applyNaming(naming, folder, (it) => names.get(it) ?? it.durable);
  }
  return names;
}

/** Its bytes are good until the disk's next change. */
function contentLeft(file: File, left: Left['data'], chance: Chance): Buffer {
  if (file.pending.length === 0) return file.durable.view();
  const content = file.durable.copy();
  for (const write of file.pending) leave(content, write, left, chance);
  return content.view();
}

function leave(content: Growing, write: Write, left: Left['data'], chance: Chance): void {
  const { random, cut, percent } = chance;
  switch (left) {
    case 'nothing':
      return;
    case 'everything':
      return applyWrite(content, write);
    case 'prefix':
    case 'suffix': {
      const isInside = left === 'prefix' ? write.time < cut : write.time > cut;
      if (isInside) applyWrite(content, write);
      else if (write.time === cut) leaveSectors(content, write, chance);
      return;
    }
    case 'writes':
      if (random.chance(percent)) applyWrite(content, write);
      return;
    case 'sectors':
      return leaveSectors(content, write, chance);
    default:
      left satisfies never;
  }
}

function leaveSectors(content: Growing, write: Write, { random, percent }: Chance): void {
  if (write.kind === 'resize') {
    if (random.chance(percent)) applyWrite(content, write);
    return;
  }
  const { at, bytes } = write;
  // Sectors lie on the disk, not in the write: the first and the last may be parts of one.
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + SECTOR_BYTES - ((at + from) % SECTOR_BYTES));
    if (random.chance(percent)) content.write(bytes.subarray(from, to), at + from);
    from = to;
  }
}

/** The tree below a folder, with the names and contents that somebody gives it. */
export function imageOf(
  root: Folder,
  {
    namesOf,
    contentOf,
  }: { readonly namesOf: (folder: Folder) => ReadonlyMap<string, Node>; readonly contentOf: (file: File) => Buffer },
): Image {
  const image = new Map<string, Buffer | null>();
  const walk = (folder: Folder, path: string): void => {
    for (const [name, node] of namesOf(folder)) {
      const at = path === '' ? name : `${path}/${name}`;
      image.set(at, node instanceof File ? contentOf(node) : null);
      if (node instanceof Folder) walk(node, at);
    }
  };
  walk(root, '');
  return image;
}
