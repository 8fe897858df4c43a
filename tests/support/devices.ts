import * as Y from 'yjs';
import { ScriptModel } from '../../app/script/model.ts';
import { HYDRATED, RECEIVED } from '../../app/script/origins.ts';
import { createUndoManager } from '../../app/script/undo.ts';
import { LIVE_CELL } from './live-cell.ts';
import type { Random } from './random.ts';

/** Carries updates between devices in any order, several times, merged or late: whatever a network may do. */
export class Network {
  readonly #inboxes = new Map<Device, Uint8Array[]>();
  readonly #sent: Uint8Array[] = [];

  join(device: Device): void {
    this.#inboxes.set(device, []);
  }

  send(update: Uint8Array, from: Device): void {
    this.#sent.push(update);
    for (const [device, inbox] of this.#inboxes) if (device !== from) inbox.push(update);
  }

  /** Some of what waits for this device, in some order; now and then something it already had. */
  deliver(device: Device, random: Random): void {
    const inbox = this.#inboxes.get(device) ?? [];
    const count = random.below(inbox.length + 1);
    const inOrder = random.chance(50);
    const taken: Uint8Array[] = [];
    while (taken.length < count) taken.push(...inbox.splice(inOrder ? 0 : random.below(inbox.length), 1));
    if (this.#sent.length > 0 && random.chance(20)) taken.push(random.oneOf(this.#sent));
    if (taken.length > 1 && random.chance(30)) device.receive(Y.mergeUpdates(taken));
    else for (const update of taken) device.receive(update);
  }

  /** Delivers until nobody has anything left to say. */
  settle(random: Random): void {
    for (let round = 0; round < 20; round++) {
      let quiet = true;
      for (const [device, inbox] of this.#inboxes) {
        if (inbox.length > 0) quiet = false;
        for (const update of shuffled(inbox.splice(0), random)) device.receive(update);
      }
      if (quiet) return;
    }
    throw new Error('The devices never came to rest.');
  }
}

/** One window: a document, its model, its undo history, and what it does to the network. */
export class Device {
  readonly name: string;
  readonly #random: Random;
  readonly #network: Network;
  #at: number;
  #session: Session;

  readonly #opened: (model: ScriptModel, undo: Y.UndoManager) => void;

  /** `opened` is called for each new window, before anything happens in it. */
  constructor(
    name: string,
    random: Random,
    network: Network,
    base: readonly Uint8Array[],
    opened: (model: ScriptModel, undo: Y.UndoManager) => void,
  ) {
    this.name = name;
    this.#opened = opened;
    this.#random = random;
    this.#network = network;
    // Clocks are wrong by decades, and no time is ever told twice.
    this.#at = random.below(2_000_000_000) * 1000;
    this.#session = this.#open(base);
    network.join(this);
  }

  get doc(): Y.Doc {
    return this.#session.doc;
  }
  get model(): ScriptModel {
    return this.#session.model;
  }
  get undo(): Y.UndoManager {
    return this.#session.undo;
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, RECEIVED);
  }

  /** Closes the window and opens the script again from what was saved: a new client, an empty undo history. */
  reopen(): void {
    const { doc, model, undo } = this.#session;
    const saved = Y.encodeStateAsUpdate(doc);
    undo.destroy();
    model[Symbol.dispose]();
    doc.destroy();
    this.#session = this.#open([saved]);
  }

  #open(saved: readonly Uint8Array[]): Session {
    const doc = new Y.Doc();
    doc.clientID = 1 + this.#random.below(0xffff_fffe);
    for (const update of saved) Y.applyUpdate(doc, update, HYDRATED);
    const model = new ScriptModel(doc, {
      author: this.name,
      newId: () => this.#random.uuid(),
      now: () => new Date((this.#at += 1)),
    });
    const undo = createUndoManager(model, [LIVE_CELL]);
    // Steps are told apart by stopCapturing alone, so that a history does not depend on how fast it ran.
    undo.captureTimeout = Number.MAX_SAFE_INTEGER;
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== RECEIVED) this.#network.send(update, this);
    });
    this.#opened(model, undo);
    return { doc, model, undo };
  }
}

interface Session {
  readonly doc: Y.Doc;
  readonly model: ScriptModel;
  readonly undo: Y.UndoManager;
}

/** What these devices would show if they had just met; none of them learns of it. */
export function met(...devices: readonly Device[]): Y.Doc {
  const doc = new Y.Doc();
  for (const device of devices) Y.applyUpdate(doc, Y.encodeStateAsUpdate(device.doc));
  return doc;
}

/** Lets two devices learn everything of each other. */
export function meet(a: Device, b: Device): void {
  const forA = Y.encodeStateAsUpdate(b.doc);
  b.receive(Y.encodeStateAsUpdate(a.doc));
  a.receive(forA);
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  return items.map(() => rest.splice(random.below(rest.length), 1)).flat();
}
