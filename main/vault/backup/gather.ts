import * as Y from 'yjs';
import type { ScriptId } from '../../../app/ids.ts';
import { FORMAT } from '../../../app/script/format.ts';
import { readScript } from '../../../app/script/plain-script.ts';
import { chainStart } from '../chain.ts';
import type { Sqlite } from '../database.ts';
import { failureOf } from '../failures.ts';
import { HeadTable, type Head } from '../head-table.ts';
import { MomentTable } from '../history/moment-table.ts';
import { ProjectionTable } from '../projection-table.ts';
import { ScriptTable, type Script } from '../script-table.ts';
import { SnapshotTable } from '../snapshot-table.ts';
import { readStored } from '../stored-script.ts';
import { UpdateLog, type LogPlace } from '../update-log.ts';
import { compress, encodedBytes, encodePiece, PIECE_BYTES, PIECE_UPDATES, type Logged } from './log-piece.ts';
import { objectsOfScript, type BackedUpScript, type Counts, type Piece, type Stored } from './manifest.ts';
import type { ObjectStore } from './object-store.ts';
import { countsOf, docOf, readableLog, textDigest } from './open-backup.ts';

export interface GatherOptions {
  readonly objects: ObjectStore;
  /** How the backup before this one held the script: what of it is still true is not written again. */
  readonly before: BackedUpScript | undefined;
  /** `anew`: trust neither what is on the shelf nor snapshot and projection; everything is made from the log. */
  readonly how: 'by difference' | 'anew';
  readonly pause: () => Promise<void>;
}

/** Few enough that each read transaction ends at once. */
const UPDATES_PER_READ = 256;

/** Reads scripts out of the vault and puts them on a shelf, as objects. */
export class Gatherer {
  readonly #scripts: ScriptTable;
  readonly #heads: HeadTable;
  readonly #log: UpdateLog;
  readonly #snapshots: SnapshotTable;
  readonly #projections: ProjectionTable;
  readonly #moments: MomentTable;

  constructor(db: Sqlite) {
    this.#scripts = new ScriptTable(db);
    this.#heads = new HeadTable(db);
    this.#log = new UpdateLog(db);
    this.#snapshots = new SnapshotTable(db);
    this.#projections = new ProjectionTable(db);
    this.#moments = new MomentTable(db);
  }

  scriptIds(): readonly ScriptId[] {
    return this.#scripts.list().map(({ scriptId }) => scriptId);
  }

  /** The vault's last turn: it rises with every change of any script. */
  lastTurn(): number {
    return this.#heads.lastTurn();
  }

  /** What a script counts by now; undefined where it is not here. */
  countsNow(): ReadonlyMap<ScriptId, Counts> {
    return new Map(
      this.#scripts.list().map(({ scriptId, scenes, rows, words }) => [scriptId, { scenes, rows, words }]),
    );
  }

  /** A document of the script as it is saved; undefined where it is not here. */
  liveDocument(scriptId: ScriptId): { readonly doc: Y.Doc; readonly format: number } | undefined {
    const head = this.#heads.find(scriptId);
    return head === undefined ? undefined : { doc: this.#docOf(head), format: head.format };
  }

  /** @throws Failure `damaged` where the vault cannot read the script, `disk-full` and others where it cannot be written. */
  async gather(scriptId: ScriptId, options: GatherOptions): Promise<BackedUpScript> {
    const [script, head] = [this.#scripts.find(scriptId), this.#heads.find(scriptId)];
    if (script === undefined || head === undefined) throw failureOf('not-found');
    const moments = this.#moments
      .of(head.script)
      .map(({ script: _script, chain, ...moment }) => ({ ...moment, chain: hex(chain) }));
    const known = { ...aboutOf(script, head), moments };
    const { before, objects, how } = options;
    const isSame = how === 'by difference' && before?.count === head.count && before.chain === known.chain;
    if (isSame && before.state !== null && objectsOfScript(before).every((stored) => objects.has(stored))) {
      return { ...before, ...known, carried: false };
    }
    const log = await this.#putLog(head, options);
    const read = await this.#putState(head, log, options);
    return { ...known, ...read, log, carried: false };
  }

  async #putLog(head: Head, { objects, before, how, pause }: GatherOptions): Promise<Piece[]> {
    const put = (bytes: Uint8Array): { sha: string; bytes: number } =>
      how === 'anew' ? objects.mend(bytes) : objects.put(bytes);
    const log: Piece[] = how === 'anew' || before === undefined ? [] : this.#stillTrue(head, before, objects);
    const last = log.at(-1);
    let place: LogPlace =
      last === undefined
        ? { ordinal: 0, chain: chainStart(head.scriptId) }
        : { ordinal: last.last, chain: Buffer.from(last.chain, 'hex') };
    let run: Logged[] = [];
    let first = place.ordinal + 1;
    let plainBytes = 0;
    const cut = (at: LogPlace): void => {
      const plain = encodePiece(run);
      const stored = put(compress(plain));
      log.push({ ...stored, plainBytes: plain.length, first, last: at.ordinal, chain: hex(at.chain) });
      [run, first, plainBytes] = [[], at.ordinal + 1, 0];
    };
    while (place.ordinal < head.count) {
      await pause();
      const read = this.#log.readAfter(head, place, UPDATES_PER_READ);
      for (const update of read.updates) {
        run.push(update);
        plainBytes += encodedBytes(update);
        if (isFull(run.length, plainBytes)) cut({ ordinal: update.ordinal, chain: update.chain });
      }
      place = read.place;
    }
    this.#log.checkEnd(head, place);
    if (run.length > 0) cut(place);
    return log;
  }

  /** The full pieces of an earlier backup that are this log's, and are on the shelf. */
  #stillTrue(head: Head, { log }: BackedUpScript, objects: ObjectStore): Piece[] {
    const end = log.findIndex((piece) => {
      const chain = piece.last <= head.count ? this.#log.chainAt(head, piece.last) : undefined;
      const isOurs = chain !== undefined && hex(chain) === piece.chain;
      return !isOurs || !isFull(piece.last - piece.first + 1, piece.plainBytes) || !objects.has(piece);
    });
    return end === -1 ? [...log] : log.slice(0, end);
  }

  async #putState(
    head: Head,
    log: Piece[],
    { objects, how, pause }: GatherOptions,
  ): Promise<{ readonly state: Stored | null; readonly text: string | null } & Counts> {
    await pause();
    // What this build cannot apply would be missing from the state.
    if (head.format > FORMAT) return { ...NO_STATE, ...this.#countsOf(head) };
    const doc = how === 'anew' ? docOf(readableLog(objects, { scriptId: head.scriptId, log })) : this.#docOf(head);
    try {
      const plain = Y.encodeStateAsUpdate(doc);
      const body = compress(plain);
      const stored = how === 'anew' ? objects.mend(body) : objects.put(body);
      // Read by the keeper at another time from the vault itself, so that two ways to the words are held against each other.
      const shown = (how === 'anew' ? undefined : this.#projections.read(head)) ?? readScript(doc);
      return { state: { ...stored, plainBytes: plain.length }, text: textDigest(shown), ...countsOf(shown) };
    } finally {
      doc.destroy();
    }
  }

  #docOf(head: Head): Y.Doc {
    const { state, updates } = readStored(head, { log: this.#log, snapshots: this.#snapshots });
    return docOf(updates, state);
  }

  #countsOf({ scriptId }: Head): Counts {
    return this.countsNow().get(scriptId) ?? { scenes: 0, rows: 0, words: 0 };
  }
}

const NO_STATE = { state: null, text: null } as const;

function aboutOf(script: Script, head: Head) {
  const { scriptId, title, createdAt, trashedAt } = script;
  const { count, format, editedAt } = head;
  return { scriptId, title, createdAt, trashedAt, editedAt, count, format, chain: hex(head.chain) };
}

function isFull(updates: number, plainBytes: number): boolean {
  return updates >= PIECE_UPDATES || plainBytes >= PIECE_BYTES;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
