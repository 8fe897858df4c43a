import { basename, dirname } from 'node:path';
import type { Random } from '../support/random.ts';
import { applyWrite, File, Folder, type Node } from './nodes.ts';
import { cutPower, imageOf, type Image, type Left } from './power-cut.ts';
import type { Entry } from './recording.ts';

/**
 * A disk as POSIX promises it and no better. What was written into a file is durable once the file was flushed; a name
 * that came, went or changed is durable once its folder was flushed. Everything else may be there after a power cut or
 * not, in any order, a write also in part (by sectors of 512 bytes); a change of names is whole or not there. File
 * systems that promise more make a subset of these images. Not modelled: disks that lie about a flush.
 */
export class Disk {
  readonly #root = new Folder();
  readonly #handles = new Map<number, Node>();
  readonly #flushes = new Map<number, number>();
  /** Numbers every change, over all files and folders. */
  #time = 0;

  /** One step further in the recording. */
  apply(entry: Entry): void {
    this.#time += 1;
    const time = this.#time;
    switch (entry.kind) {
      case 'created': {
        const file = new File();
        this.#change(entry.name, file, time);
        this.#handles.set(entry.handle, file);
        return;
      }
      case 'opened':
        this.#handles.set(entry.handle, this.#find(entry.name));
        return;
      case 'written':
        this.#file(entry.handle).pending.push({ time, kind: 'write', at: entry.at, bytes: entry.bytes });
        return;
      case 'resized':
        this.#file(entry.handle).pending.push({ time, kind: 'resize', size: entry.size });
        return;
      case 'flush-began':
        this.#flushes.set(entry.flush, time);
        return;
      case 'flush-ended':
        this.#node(entry.handle).flush(this.#flushes.get(entry.flush) ?? 0);
        return;
      case 'renamed': {
        const node = this.#find(entry.from);
        // One change of two folders: durable with the one that got the new name.
        const [from, to] = [this.#folderOf(entry.from), this.#folderOf(entry.to)];
        from.seen.delete(basename(entry.from));
        to.seen.set(basename(entry.to), node);
        const gone = { folder: from, name: basename(entry.from) };
        to.pending.push({ time, name: basename(entry.to), node, gone });
        return;
      }
      case 'unlinked':
      case 'folder-removed':
        return this.#change(entry.name, null, time);
      case 'folder-made':
        return this.#change(entry.name, new Folder(), time);
      case 'marked':
        return;
      default:
        return entry satisfies never;
    }
  }

  /** Everything as the process saw it: what the real folder looks like at this moment. */
  seen(): Image {
    return imageOf(this.#root, {
      namesOf: (folder) => folder.seen,
      contentOf: (file) => {
        const content = file.durable.copy();
        for (const write of file.pending) applyWrite(content, write);
        return content.view();
      },
    });
  }

  /** One of the states that the disk may be found in when the power goes now. */
  afterPowerCut(random: Random, left: Left): Image {
    return cutPower(this.#root, random, left);
  }

  #change(name: string, node: Node | null, time: number): void {
    const folder = this.#folderOf(name);
    if (node === null) folder.seen.delete(basename(name));
    else folder.seen.set(basename(name), node);
    folder.pending.push({ time, name: basename(name), node });
  }

  #folderOf(name: string): Folder {
    const parent = dirname(name);
    const folder = parent === '.' ? this.#root : this.#find(parent);
    if (!(folder instanceof Folder)) throw new Error(`${parent} is no folder in the recording.`);
    return folder;
  }

  #find(name: string): Node {
    let node: Node = this.#root;
    for (const part of name.split('/').filter((it) => it !== '')) {
      const next: Node | undefined = node instanceof Folder ? node.seen.get(part) : undefined;
      if (next === undefined) throw new Error(`${name} is not in the recording.`);
      node = next;
    }
    return node;
  }

  #node(handle: number): Node {
    const node = this.#handles.get(handle);
    if (node === undefined) throw new Error(`Handle ${handle} is not in the recording.`);
    return node;
  }

  #file(handle: number): File {
    const node = this.#node(handle);
    if (!(node instanceof File)) throw new Error(`Handle ${handle} is no file.`);
    return node;
  }
}
