import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import { HistoryLog } from '../../main/vault/history/history-log.ts';
import { packRun } from '../../main/vault/history/segments.ts';
import { Keeper } from '../../main/vault/keeper.ts';
import { FILE_NAME, type KeeperJobs, type NewUpdate, type Request } from '../../main/vault/protocol.ts';
import type { Change } from '../../main/vault/script-changes.ts';
import { takeSnapshot } from '../../main/vault/snapshots.ts';
import { UpdateLog } from '../../main/vault/update-log.ts';
import { Writer } from '../../main/vault/writer.ts';
import { Random } from '../support/random.ts';
import { TemporaryFolder, writerTools } from '../support/vault.ts';

const SEEDS = 15;
const STEPS = 40;

/** What the vault was told is saved, kept in memory. */
interface Expected {
  title: string;
  trashed: boolean;
  readonly updates: NewUpdate[];
  /** How many of them lie in segments. */
  packed: number;
  /** Writes the script; its updates may have been saved or refused. */
  readonly doc: Y.Doc;
}

/** One vault, its keeper in the same thread, and what it should hold. Everything comes from the seed. */
class World implements Disposable {
  readonly #folder = new TemporaryFolder();
  readonly #random: Random;
  readonly #scripts = new Map<ScriptId, Expected>();
  #touched: ScriptId[] = [];
  #writer: Writer;
  #keeper: Keeper;
  #at = 1_700_000_000_000;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#writer = this.#openWriter();
    this.#keeper = this.#openKeeper();
  }

  [Symbol.dispose](): void {
    this.#keeper[Symbol.dispose]();
    this.#writer[Symbol.dispose]();
    this.#folder[Symbol.dispose]();
  }

  async step(): Promise<void> {
    const random = this.#random;
    this.#at += random.below(100_000) - 40_000;
    if (random.chance(2)) this.#at -= 10 * 365 * 24 * 3_600_000;
    const turn = random.below(20);
    if (turn < 2 || this.#scripts.size === 0) this.#create();
    else if (turn < 12) this.#type();
    else if (turn < 14) this.#alter();
    else if (turn < 15) this.#repeat();
    else if (turn < 16) this.#failAll();
    else if (turn < 18) await this.#keeper.settle({ at: this.#at });
    else if (random.chance(50)) this.#pack();
    else this.#reopen();
  }

  /** The vault holds exactly what it said it saved. */
  check(): void {
    const library = this.#writer
      .list()
      .map(({ scriptId, title, trashedAt }) => ({ scriptId, title, trashed: trashedAt !== null }));
    expect(library).toEqual(
      this.#touched.toReversed().map((scriptId) => {
        const { title, trashed } = this.#expected(scriptId);
        return { scriptId, title, trashed };
      }),
    );
    using reading = new DisposableStack();
    const db = reading.adopt(new Database(this.#file(), { readonly: true }), (it) => it.close());
    const log = new HistoryLog(db);
    for (const [scriptId, { updates }] of this.#scripts) {
      expect(Array.from(log.read(scriptId), ({ bytes }) => hex(bytes))).toEqual(updates.map(({ bytes }) => hex(bytes)));
      const { snapshot, updates: tail } = this.#writer.openScript(scriptId);
      const whole = docOf(updates.map(({ bytes }) => bytes));
      const opened = docOf(snapshot === null ? tail : [snapshot, ...tail]);
      expect(Y.encodeStateAsUpdate(opened)).toEqual(Y.encodeStateAsUpdate(whole));
    }
  }

  #create(): void {
    const random = this.#random;
    const scriptId = ScriptId.parse(random.uuid());
    const doc = new Y.Doc();
    doc.clientID = 1 + random.below(1_000_000);
    const updates = buildScript({ scenes: [{ heading: 'One', rows: [{}] }] }, { newId: () => random.uuid() }).map(
      (bytes) => this.#named(bytes),
    );
    for (const { bytes } of updates) Y.applyUpdate(doc, bytes);
    this.#commit([{ name: 'create', input: { scriptId, title: 'Born', updates, at: this.#at } }]);
    this.#scripts.set(scriptId, { title: 'Born', trashed: false, updates: [...updates], packed: 0, doc });
    this.#touch(scriptId);
  }

  /** Some edits of some scripts in one group, now and then one that is refused among them. */
  #type(): void {
    const random = this.#random;
    const changes: Change[] = [];
    const typed: [ScriptId, NewUpdate][] = [];
    for (let count = 1 + random.below(30); count > 0; count -= 1) {
      const scriptId = random.oneOf([...this.#scripts.keys()]);
      const update = this.#named(this.#edit(this.#expected(scriptId).doc));
      typed.push([scriptId, update]);
      changes.push(this.#append(scriptId, update));
      if (random.chance(5)) changes.push(this.#append(ScriptId.parse(random.uuid()), this.#named(Uint8Array.of(0, 0))));
      if (random.chance(5)) changes.push(this.#append(scriptId, { ...update, bytes: Uint8Array.of(0, 0) }));
    }
    this.#commit(changes);
    for (const [scriptId, update] of typed) {
      this.#expected(scriptId).updates.push(update);
      this.#touch(scriptId);
    }
  }

  #edit(doc: Y.Doc): Uint8Array {
    const random = this.#random;
    const text = doc.getText('words');
    const before = Y.encodeStateVector(doc);
    const isPaste = random.chance(4);
    if (text.length > 0 && random.chance(25)) text.delete(random.below(text.length), 1);
    else text.insert(random.below(text.length + 1), isPaste ? random.uuid().repeat(4_000) : random.uuid().slice(0, 3));
    return Y.encodeStateAsUpdate(doc, before);
  }

  #alter(): void {
    const scriptId = this.#random.oneOf([...this.#scripts.keys()]);
    const expected = this.#expected(scriptId);
    const name = this.#random.oneOf(['rename', 'trash', 'restore'] as const);
    const title = `Title ${this.#random.below(1_000)}`;
    const input = { scriptId, at: this.#at, title };
    this.#commit([{ name, input }]);
    if (name === 'rename') expected.title = title;
    else expected.trashed = name === 'trash';
    this.#touch(scriptId);
  }

  /** A reply was lost: the same again changes nothing. */
  #repeat(): void {
    const scriptId = this.#random.oneOf([...this.#scripts.keys()]);
    const { updates, packed } = this.#expected(scriptId);
    const from = Math.max(0, updates.length - 3);
    const again = updates.slice(from);
    this.#commit(again.map((update) => this.#append(scriptId, update)));
    // What lies in segments is not found by its id: it stands in the log twice then, and says nothing new.
    updates.push(...again.slice(0, Math.max(0, packed - from)));
  }

  /** The next rows of a script go into a segment, as if they were old. */
  #pack(): void {
    const scriptId = this.#random.oneOf([...this.#scripts.keys()]);
    const expected = this.#expected(scriptId);
    using reading = new DisposableStack();
    const db = reading.adopt(new Database(this.#file(), { readonly: true }), (it) => it.close());
    const log = new UpdateLog(db);
    const head = new HistoryLog(db).headOf(scriptId);
    if (expected.packed === head.count) return;
    const before = log.placeAt(head, expected.packed);
    const { updates, place } = log.readAfter(head, before, 1 + this.#random.below(30));
    const doc = docOf(expected.updates.slice(0, place.ordinal).map(({ bytes }) => bytes));
    const snapshot = takeSnapshot(doc, place, { at: this.#at });
    if (snapshot === undefined) throw new Error('There is nothing strange in these scripts.');
    this.#writer.store({ name: 'store-snapshot', input: { scriptId, snapshot } });
    const run = packRun(expected.packed + 1, updates);
    expect(this.#writer.store({ name: 'store-segment', input: { scriptId, run, at: this.#at } })).toBe(true);
    expected.packed = place.ordinal;
  }

  /** The disk takes a whole group back. */
  #failAll(): void {
    const scriptId = this.#random.oneOf([...this.#scripts.keys()]);
    const group = [1, 2, 3].map(() => this.#append(scriptId, this.#named(Uint8Array.of(0, 0))));
    this.#meddle("CREATE TRIGGER full AFTER INSERT ON script_update BEGIN SELECT RAISE(ROLLBACK, 'full'); END");
    expect(this.#writer.commit(group).map(({ ok }) => ok)).toEqual([false, false, false]);
    this.#meddle('DROP TRIGGER full');
  }

  #reopen(): void {
    this.#keeper[Symbol.dispose]();
    if (this.#random.chance(50)) this.#writer.end({ at: this.#at });
    this.#writer[Symbol.dispose]();
    this.#writer = this.#openWriter();
    this.#keeper = this.#openKeeper();
  }

  /** Refused are exactly those changes that name no script or other bytes for a known id. */
  #commit(changes: readonly Change[]): void {
    const seen = new Set<string>();
    const expected = changes.map((change) => {
      if (change.name !== 'append') return true;
      const isRepeatOfOther = seen.has(change.input.update.updateId);
      seen.add(change.input.update.updateId);
      return this.#scripts.has(change.input.scriptId) && !isRepeatOfOther;
    });
    expect(this.#writer.commit(changes).map(({ ok }) => ok)).toEqual(expected);
  }

  #append(scriptId: ScriptId, update: NewUpdate): Change {
    return { name: 'append', input: { scriptId, update, at: this.#at } };
  }

  #named(bytes: Uint8Array): NewUpdate {
    return { updateId: UpdateId.parse(this.#random.uuid()), format: 1, bytes };
  }

  #expected(scriptId: ScriptId): Expected {
    const expected = this.#scripts.get(scriptId);
    if (expected === undefined) throw new Error(`Nobody made ${scriptId}.`);
    return expected;
  }

  #touch(scriptId: ScriptId): void {
    this.#touched = [...this.#touched.filter((id) => id !== scriptId), scriptId];
  }

  #openWriter(): Writer {
    return Writer.open(
      {
        folder: this.#folder.path,
        account: 'local',
        appVersion: '0.1.0',
        vaultId: this.#random.uuid(),
        at: this.#at,
      },
      writerTools,
    );
  }

  #openKeeper(): Keeper {
    const ask = (name: string, input: object) =>
      Promise.resolve(this.#writer.store({ name, input } as Request<KeeperJobs>));
    return Keeper.open(this.#file(), {
      writer: { ask: ask as never },
      onCounts: () => undefined,
      onTrouble: (_, error) => {
        throw error;
      },
    });
  }

  #file(): string {
    return join(this.#folder.path, FILE_NAME);
  }

  #meddle(sql: string): void {
    const db = new Database(this.#file());
    db.exec(sql);
    db.close();
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function docOf(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
  return doc;
}

test(`[VAULT-20] whatever happens, the vault holds exactly what it said it saved: ${SEEDS} histories`, async () => {
  const first = Number(process.env['SEED'] ?? 1);
  for (let seed = first; seed < first + SEEDS; seed += 1) {
    using world = new World(seed);
    for (let step = 0; step < STEPS; step += 1) {
      try {
        await world.step();
        if (step % 8 === 7) world.check();
      } catch (error) {
        throw new Error(`Seed ${seed}, step ${step}.`, { cause: error });
      }
    }
  }
});
