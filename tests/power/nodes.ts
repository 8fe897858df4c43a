import { Growing } from './growing.ts';

export type Node = File | Folder;

export type Write =
  | { readonly time: number; readonly kind: 'write'; readonly at: number; readonly bytes: Buffer }
  | { readonly time: number; readonly kind: 'resize'; readonly size: number };

export class File {
  readonly durable = new Growing();
  pending: Write[] = [];

  /** Everything that was written before the flush began is durable. */
  flush(began: number): void {
    for (const write of this.pending) if (write.time < began) applyWrite(this.durable, write);
    this.pending = this.pending.filter(({ time }) => time >= began);
  }
}

export interface Naming {
  readonly time: number;
  readonly name: string;
  /** What the name stands for from then on; null when it is gone. */
  readonly node: Node | null;
  /** The name that it had before, which goes in the same moment. */
  readonly gone?: { readonly folder: Folder; readonly name: string };
}

export class Folder {
  readonly seen = new Map<string, Node>();
  readonly durable = new Map<string, Node>();
  pending: Naming[] = [];

  /** Every name that changed before the flush began is durable. */
  flush(began: number): void {
    for (const naming of this.pending.filter(({ time }) => time < began)) {
      applyNaming(naming, this, (folder) => folder.durable);
      const { gone, time } = naming;
      // What the old name's folder still had to say about it is past.
      if (gone !== undefined) {
        gone.folder.pending = gone.folder.pending.filter((other) => other.name !== gone.name || other.time > time);
      }
    }
    this.pending = this.pending.filter(({ time }) => time >= began);
  }
}

export function applyWrite(content: Growing, write: Write): void {
  if (write.kind === 'write') content.write(write.bytes, write.at);
  else content.resize(write.size);
}

export function applyNaming(
  { name, node, gone }: Naming,
  folder: Folder,
  namesOf: (folder: Folder) => Map<string, Node>,
): void {
  if (gone !== undefined) namesOf(gone.folder).delete(gone.name);
  if (node === null) namesOf(folder).delete(name);
  else namesOf(folder).set(name, node);
}

/** Every file and folder that has a name, had one when it was last flushed, or had one in between. */
export function everyNode(root: Folder): ReadonlySet<Node> {
  const found = new Set<Node>();
  const visit = (node: Node | null): void => {
    if (node === null || found.has(node)) return;
    found.add(node);
    if (node instanceof File) return;
    for (const next of [...node.seen.values(), ...node.durable.values()]) visit(next);
    for (const naming of node.pending) visit(naming.node);
  };
  visit(root);
  return found;
}
