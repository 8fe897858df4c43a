import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { OrganizationId, PersonId, ProjectId, ScriptId, UpdateId } from '../../../app/ids.ts';
import { chainAfter, chainToHex, EMPTY_CHAIN, hexToChain, type Cursor } from '../../../app/server/chain.ts';
import { Epoch } from '../../../app/server/topics.ts';
import type { Batch, RemoteUpdate } from '../../../app/sync/facts.ts';
import type { Access, LocalLog, Page } from '../../../app/sync/ports.ts';
import { sha256 } from '../../../main/vault/seal.ts';
import { VaultLog } from '../../../main/vault/sync/vault-log.ts';
import type { NewUpdate } from '../../../main/vault/protocol.ts';
import { Random } from '../../support/random.ts';
import { openTestVault, TemporaryFolder, TestClock, type TestVault } from '../../support/vault.ts';

export const ME = PersonId.parse('00000000-0000-4000-8000-00000000000a');
export const OTHER = PersonId.parse('00000000-0000-4000-8000-00000000000b');
export const PROJECT = ProjectId.parse('00000000-0000-4000-8000-0000000000a1');
const ORGANIZATION = OrganizationId.parse('00000000-0000-4000-8000-0000000000a2');
export const EPOCH = Epoch.parse('0'.repeat(32));

/** Everything there is. */
export const MUCH = { batches: 1_000, bytes: 1024 ** 3 } as const;

/** The vault behind a local log, however it runs. */
export interface Device extends AsyncDisposable {
  readonly log: LocalLog;
  append(scriptId: ScriptId, update: NewUpdate): Promise<void>;
  create(scriptId: ScriptId, title: string): Promise<void>;
  rename(scriptId: ScriptId, title: string): Promise<void>;
  /** What makes the script's document. */
  updatesOf(scriptId: ScriptId): Promise<readonly Uint8Array[]>;
}

export type OpenDevice = (options: { readonly folder: string; readonly clock: TestClock }) => Promise<Device>;

export const openInProcess: OpenDevice = async ({ folder, clock }) => {
  const vaultId = '00000000-0000-4000-8000-0000000000f1';
  const log = VaultLog.open({ folder, account: ME, vaultId, now: clock.now, saves: 'into-the-system' });
  return {
    log,
    append: (scriptId, update) => log.append(scriptId, update),
    create: (scriptId, title) => log.create({ scriptId, title, updates: [] }),
    rename: (scriptId, title) => log.rename(scriptId, title),
    updatesOf: async (scriptId) => log.updatesOf(scriptId),
    [Symbol.asyncDispose]: async () => log[Symbol.dispose](),
  };
};

export const openInThread: OpenDevice = async ({ folder, clock }) => {
  const test: TestVault = await openTestVault({ folder, account: ME, now: clock.now });
  const { vault } = test;
  return {
    log: vault.sync,
    append: (scriptId, update) => vault.append({ scriptId, ...update }),
    create: (scriptId, title) => vault.create({ scriptId, title, updates: [] }),
    rename: (scriptId, title) => vault.rename({ scriptId, title }),
    updatesOf: async (scriptId) => {
      const { snapshot, updates } = await vault.openScript(scriptId);
      return snapshot === null ? updates : [snapshot, ...updates];
    },
    [Symbol.asyncDispose]: () => test[Symbol.asyncDispose](),
  };
};

/** One device and one script of a project, with somebody who types here. */
export class World implements AsyncDisposable {
  readonly random: Random;
  readonly clock = new TestClock();
  readonly server = new ServerLog();
  readonly scriptId: ScriptId;
  readonly #open: OpenDevice;
  readonly #folder = new TemporaryFolder();
  readonly #doc = new Y.Doc();
  #device: Device | undefined;

  private constructor(open: OpenDevice, seed: number) {
    this.#open = open;
    this.random = new Random(seed);
    this.#doc.clientID = 1_000 + seed;
    this.scriptId = ScriptId.parse(this.random.uuid());
  }

  /** The script is of a project, registered, and empty. */
  static async open(open: OpenDevice, { seed = 1 }: { readonly seed?: number } = {}): Promise<World> {
    const world = new World(open, seed);
    await world.reopen();
    await world.log.storeAccess(world.access());
    return world;
  }

  get device(): Device {
    if (this.#device === undefined) throw new Error('The vault is not open.');
    return this.#device;
  }

  get log(): LocalLog {
    return this.device.log;
  }

  get file(): string {
    return join(this.#folder.path, 'vault.db');
  }

  get folder(): string {
    return this.#folder.path;
  }

  /** As after a program's end. */
  async reopen(): Promise<void> {
    await this.close();
    this.#device = await this.#open({ folder: this.#folder.path, clock: this.clock });
  }

  async close(): Promise<void> {
    await this.#device?.[Symbol.asyncDispose]();
    this.#device = undefined;
  }

  /** A copy of the closed file, to be put back later. */
  async backUp(): Promise<string> {
    await this.close();
    const copy = join(this.#folder.path, 'copy.db');
    copyFileSync(this.file, copy);
    await this.reopen();
    return copy;
  }

  async putBack(copy: string): Promise<void> {
    await this.close();
    for (const end of ['-wal', '-shm']) if (existsSync(`${this.file}${end}`)) rmSync(`${this.file}${end}`);
    copyFileSync(copy, this.file);
    await this.reopen();
  }

  /** A word is typed and saved: one update. */
  async type(word = `word ${this.random.below(1_000)} `): Promise<NewUpdate> {
    const update = this.newUpdate(editOf(this.#doc, word));
    await this.device.append(this.scriptId, update);
    return update;
  }

  newId(): UpdateId {
    return UpdateId.parse(this.random.uuid());
  }

  newUpdate(bytes: Uint8Array, format = 1): NewUpdate {
    return { updateId: this.newId(), format, bytes };
  }

  /** Everything that is to be sent, sent, and acknowledged unless the answer gets lost. */
  async sendAll({ isAnswerLost = false }: { readonly isAnswerLost?: boolean } = {}): Promise<readonly Batch[]> {
    const sent: Batch[] = [];
    for (;;) {
      const batches = await this.log.nextBatches(this.scriptId, { batches: 8, bytes: 1024 * 1024 });
      const news = batches.filter(({ batchId }) => !sent.some((known) => known.batchId === batchId));
      if (news.length === 0) return sent;
      sent.push(...news);
      const acknowledged = this.server.push(news, ME);
      if (!isAnswerLost) await this.log.acknowledge(this.scriptId, acknowledged);
    }
  }

  /** Everything that the server has behind the cursor, in pages. */
  async pullAll({ perPage = 50 }: { readonly perPage?: number } = {}): Promise<readonly Uint8Array[]> {
    const fresh: Uint8Array[] = [];
    for (;;) {
      const { cursor } = await this.log.lane(this.scriptId);
      const page = this.server.pageAfter(cursor, perPage);
      if (page.updates.length === 0) return fresh;
      const stored = await this.log.receive(this.scriptId, page);
      if (stored.kind === 'moved') throw new Error('The cursor moved by itself.');
      fresh.push(...stored.fresh.map(({ bytes }) => bytes));
    }
  }

  /** The words of the script as this device has them. */
  async text(): Promise<string> {
    return textOf(await this.device.updatesOf(this.scriptId));
  }

  access(scripts: Access['scripts'] = [this.accessScript()]): Access {
    return {
      person: { personId: ME, name: 'Ana' },
      organizations: [{ id: ORGANIZATION, name: 'Harbour films', role: 'internal' }],
      projects: [
        { id: PROJECT, organizationId: ORGANIZATION, name: 'Spring', role: 'internal', version: 1, archivedAt: null },
      ],
      scripts,
    };
  }

  accessScript(change: Partial<Access['scripts'][number]> = {}): Access['scripts'][number] {
    const script = { id: this.scriptId, projectId: PROJECT, title: 'Harbour', version: 1, epoch: EPOCH, head: 0 };
    return { ...script, status: 'draft', chain: null, dueAt: null, ...change };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    this.#folder[Symbol.dispose]();
  }
}

/** The server's log of one script, by its rules and without rights. */
export class ServerLog {
  readonly updates: RemoteUpdate[] = [];
  readonly #chains = [hexToChain(EMPTY_CHAIN)];

  push(batches: readonly Batch[], by: PersonId): { readonly batchId: UpdateId; readonly position: number }[] {
    return batches.map(({ batchId: id, format, bytes, claimedAuthor }) => {
      const there = this.updates.findIndex((known) => known.id === id);
      if (there !== -1) {
        if (!Buffer.from(this.updates[there]?.bytes ?? []).equals(bytes)) throw new Error(`Other bytes under ${id}.`);
        return { batchId: id, position: there + 1 };
      }
      this.updates.push({ id, format, bytes, pushedBy: by, claimedAuthor });
      this.#chains.push(new Uint8Array(chainAfter(this.#chains.at(-1) ?? new Uint8Array(32), { id, bytes }, sha256)));
      return { batchId: id, position: this.updates.length };
    });
  }

  /** Somebody else writes, in one go. */
  write(bytes: Uint8Array, { id, by = OTHER, format = 1 }: { id: UpdateId; by?: PersonId; format?: number }): void {
    this.push([{ batchId: id, format, bytes, claimedAuthor: null }], by);
  }

  cursorAt(position: number): Cursor {
    return { position, chain: chainToHex(this.#chains[position] ?? new Uint8Array(32)) };
  }

  pageAfter(from: Cursor, limit: number): Page {
    const updates = this.updates.slice(from.position, from.position + limit);
    const to = this.cursorAt(from.position + updates.length);
    return { from, updates, to, people: [{ personId: OTHER, name: 'Bo' }] };
  }

  /** Goes back to an earlier state of itself, without a word. */
  restore(head: number): void {
    this.updates.splice(head);
    this.#chains.splice(head + 1);
  }

  text(): string {
    return textOf(this.updates.map(({ bytes }) => bytes));
  }
}

/** Types at the end of a document of its own, and answers the update. */
export function editOf(doc: Y.Doc, word: string): Uint8Array {
  const before = Y.encodeStateVector(doc);
  const text = doc.getText('words');
  text.insert(text.length, word);
  return Y.encodeStateAsUpdate(doc, before);
}

export function textOf(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc.getText('words').toJSON();
}

/** Somebody on another device. */
export function otherWriter(clientId = 77): (word: string) => Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  return (word) => editOf(doc, word);
}

/** Bytes as text: whether they come as a buffer is nobody's business. */
export const plain = (them: readonly { readonly bytes: Uint8Array }[]) =>
  them.map((one) => ({ ...one, bytes: Buffer.from(one.bytes).toString('hex') }));
