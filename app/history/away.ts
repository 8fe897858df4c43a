import * as Y from 'yjs';
import type { PersonId } from '../ids.ts';
import type { AwayLog } from '../ipc/briefing.ts';
import { rootsOf } from '../script/address.ts';
import { applyUntouched, isReadable } from '../script/read-updates.ts';
import { readChanges } from '../script/script-change.ts';

/** Whose an update is. Null: others', and it is not known whose. */
export type Who = 'me' | PersonId | null;

/** That somebody wrote in something, and when this device learned of it: milliseconds since 1970. */
export interface Touch {
  readonly who: Who;
  readonly at: number;
}

/** The script at four moments that never were on one screen, and who wrote where behind the read mark. */
export interface Away {
  /** As the person last saw it whole. */
  readonly base: Y.Doc;
  /** With what others wrote behind it, and with what of mine they built on. */
  readonly theirs: Y.Doc;
  /** The same the other way round. */
  readonly mine: Y.Doc;
  /** With everything: what the script is now. */
  readonly merged: Y.Doc;
  readonly touches: Touches;
  /** Updates that nobody can read. They stay where they are. */
  readonly unreadable: number;
}

type Update = AwayLog['updates'][number];

/** Follows from the log alone: the same log gives the same four documents, byte for byte. */
export function readAway({ state, updates }: Pick<AwayLog, 'state' | 'updates'>): Away {
  const readable = updates.filter(({ update }) => isReadable(update));
  const [isMineAlone, isTheirsAlone] = [readable.every(({ isMine }) => isMine), !readable.some(({ isMine }) => isMine)];
  const touches = new Touches();
  const merged = new Replay(state, touches);
  for (const update of readable) merged.take(update);
  // In its own document a side is seen at work where the other one had done the same before: there it changes nothing.
  const side = (isMine: boolean): Y.Doc => sideOf(new Replay(state, touches), readable, isMine);
  const base = new Replay(state, touches).doc;
  return {
    base,
    theirs: isTheirsAlone ? merged.doc : isMineAlone ? base : side(false),
    mine: isMineAlone ? merged.doc : isTheirsAlone ? base : side(true),
    merged: merged.doc,
    touches,
    unreadable: updates.length - readable.length,
  };
}

export function forgetAway({ base, theirs, mine, merged }: Away): void {
  for (const doc of new Set([base, theirs, mine, merged])) doc.destroy();
}

/** Who wrote in each row and scene: their words and values, or whether and where they stand. */
export class Touches {
  readonly #inside = new Map<string, Touch[]>();
  readonly #places = new Map<string, Touch[]>();
  readonly #settings: Touch[] = [];

  note({ written, places, settings }: ReturnType<typeof readChanges>, touch: Touch): void {
    for (const id of [...written.rows, ...written.scenes]) add(this.#inside, id, touch);
    for (const id of [...places.rows, ...places.scenes]) add(this.#places, id, touch);
    if (settings) this.#settings.push(touch);
  }

  inside(id: string): readonly Touch[] {
    return this.#inside.get(id) ?? [];
  }

  /** That it came, went, came back or was moved. */
  places(id: string): readonly Touch[] {
    return this.#places.get(id) ?? [];
  }

  get settings(): readonly Touch[] {
    return this.#settings;
  }
}

function add(into: Map<string, Touch[]>, id: string, touch: Touch): void {
  const known = into.get(id);
  if (known === undefined) into.set(id, [touch]);
  else known.push(touch);
}

/** A document that is written again, update by update. */
class Replay {
  readonly doc = new Y.Doc();
  #touch: Touch | null = null;

  constructor(state: Uint8Array | null, touches: Touches) {
    const roots = rootsOf(this.doc);
    this.doc.on('afterTransaction', ({ changed }) => {
      if (this.#touch !== null) touches.note(readChanges(roots, changed), this.#touch);
    });
    if (state !== null) this.lend(state);
  }

  take({ update, isMine, personId, savedAt }: Update): void {
    this.#touch = { who: isMine ? 'me' : personId, at: savedAt };
    this.#apply(update);
    this.#touch = null;
  }

  /** Nobody is said to have written it. */
  lend(update: Uint8Array): void {
    this.#apply(update);
  }

  #apply(update: Uint8Array): void {
    applyUntouched(this.doc, () => Y.applyUpdate(this.doc, update), null);
  }
}

/**
 * One side's document. What a side wrote inside the other's words cannot be read without them, so exactly the updates
 * that hold those words come in as well. What else that side had on its screen when it wrote, no log tells.
 */
function sideOf(replay: Replay, updates: readonly Update[], isMine: boolean): Y.Doc {
  const { doc } = replay;
  const others = updates
    .filter((update) => update.isMine !== isMine)
    .map(({ update }) => ({ update, reach: Y.parseUpdateMeta(update).to, isIn: false }));
  for (const own of updates) {
    if (own.isMine !== isMine) continue;
    replay.take(own);
    for (let missing = missingIn(doc); missing !== null; missing = missingIn(doc)) {
      const wanted = others.find(
        ({ reach, isIn }) => !isIn && Array.from(missing).some(([client, clock]) => (reach.get(client) ?? 0) > clock),
      );
      // It is nowhere in this log: it waits in the merged document just as well.
      if (wanted === undefined) break;
      wanted.isIn = true;
      replay.lend(wanted.update);
    }
  }
  return doc;
}

/** What the document waits for: of each client, the first clock that is not here. */
const missingIn = (doc: Y.Doc): ReadonlyMap<number, number> | null => doc.store.pendingStructs?.missing ?? null;
