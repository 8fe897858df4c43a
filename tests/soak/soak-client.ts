import { createHash, randomInt, randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { DeviceId, RowId, UpdateId, type PersonId, type ScriptId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { ScriptModel } from '../../app/script/model.ts';
import { HYDRATED, RECEIVED } from '../../app/script/origins.ts';
import { readUpdates } from '../../app/script/read-updates.ts';
import { SyncEngine } from '../../app/sync/engine.ts';
import { sha256 } from '../../main/vault/seal.ts';
import { surroundings } from '../../main/surroundings.ts';
import { Cloud } from '../../main/cloud/cloud.ts';
import { Way } from '../../main/cloud/way.ts';
import { Vault } from '../../main/vault/vault.ts';
import { LOCAL_JWT_SECRET, signToken } from '../../supabase/local/keys.ts';
import { typeInto } from '../support/live-cell.ts';
import { vaultWorkers } from '../support/vault.ts';
import type { Session } from '../../main/cloud/session.ts';
import type { ClientReport, Orders } from './messages.ts';

/** Short, so that tokens end several times in a run. */
const TOKEN_SECONDS = 120;
/** What is typed into one cell before its beginning is deleted again: the script stays a script. */
const LONGEST_CELL = 400;
const WAIT_MS = 100;

/** One person with one laptop: the vault with its threads, the one supabase-js client, the engine, and an open script. */
export class SoakClient implements AsyncDisposable {
  readonly #orders: Orders;
  readonly #personId: PersonId;
  readonly #vault: Vault;
  readonly #engine: SyncEngine;
  readonly #model: ScriptModel;
  readonly #rowId: RowId;
  readonly #closing: AsyncDisposableStack;
  readonly #unsaved = new Map<UpdateId, number>();
  #pending: Uint8Array[] = [];
  #saving: Promise<void> = Promise.resolve();
  #edits = 0;

  private constructor(
    orders: Orders,
    personId: PersonId,
    parts: { vault: Vault; engine: SyncEngine; doc: Y.Doc; closing: AsyncDisposableStack },
  ) {
    this.#orders = orders;
    this.#personId = personId;
    this.#vault = parts.vault;
    this.#engine = parts.engine;
    this.#closing = parts.closing;
    this.#model = new ScriptModel(parts.doc, {
      author: personId,
      newId: () => randomUUID(),
      now: () => new Date(),
    });
    parts.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== RECEIVED) this.#pending.push(update);
    });
    const rowId = this.#model.insertRow({ endOf: null }, {});
    if (rowId === undefined) throw new Error('The script takes no more rows.');
    this.#rowId = rowId;
    this.#save();
  }

  static async open(orders: Orders, personId: PersonId): Promise<SoakClient> {
    await using opening = new AsyncDisposableStack();
    const { scriptId } = orders;
    const vault = opening.use(
      await Vault.open({
        folder: `${orders.folder}/${personId}`,
        account: personId,
        appVersion: '0.0.0',
        workers: vaultWorkers,
        now: () => new Date(),
        newId: () => randomUUID(),
      }),
    );
    const way = opening.use(Way.open({ resolveProxy: () => Promise.resolve('DIRECT'), surroundings }));
    const { remote, doorbell } = opening.use(
      Cloud.open({
        server: { url: orders.url, publishableKey: orders.publishableKey },
        way,
        session: opening.use(sessionOf(personId)),
        personId,
        surroundings,
        messagesPerSecond: orders.messagesPerSecond,
        fraction,
      }),
    );
    const engine = opening.use(
      await SyncEngine.open({
        local: vault.sync,
        remote,
        doorbell,
        clock: { now: () => Date.now(), elapsed: () => performance.now(), wake: surroundings.wake },
        chance: { fraction },
        digest: { sha256 },
        deviceId: DeviceId.parse(randomUUID()),
        messagesPerSecond: orders.messagesPerSecond,
      }),
    );
    engine.session('signed-in');
    while (!(await vault.sync.lanes()).some((lane) => lane.scriptId === scriptId && lane.epoch !== null)) {
      engine.tryNow();
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
    const { snapshot, updates } = await vault.openScript(scriptId);
    const { doc } = readUpdates(snapshot === null ? updates : [snapshot, ...updates], HYDRATED);
    // What came between the reading and this line came to the vault first; what comes twice does no harm.
    engine.onReceived((of, fresh) => {
      if (of === scriptId) for (const { bytes } of fresh) Y.applyUpdate(doc, bytes, RECEIVED);
    });
    for (const bytes of (await vault.openScript(scriptId)).updates) Y.applyUpdate(doc, bytes, RECEIVED);
    engine.attend(new Map([[scriptId, { isFocused: true }]]));
    return new SoakClient(orders, personId, { vault, engine, doc, closing: opening.move() });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#saving;
    this.#model[Symbol.dispose]();
    await this.#closing.disposeAsync();
  }

  /** One edit: a few letters at the end of the own row, now and then the older half of it gone. */
  write(): void {
    const cell = this.#model.cell({ rowId: this.#rowId, kind: 'audio' });
    if (cell === undefined) return;
    typeInto(this.#model.doc, cell, (content) => {
      const text = content.map((run) => run.text).join('');
      const kept = text.length > LONGEST_CELL ? text.slice(LONGEST_CELL / 2) : text;
      return [{ text: `${kept}${String.fromCharCode(97 + (this.#edits % 26))}` }];
    });
    this.#edits += 1;
    this.#save();
  }

  /** How old the oldest edit is that the server has not acknowledged, saved or not; 0 when there is none. */
  queueAgeMs(): number {
    const now = Date.now();
    const said = this.#said()?.standing;
    const oldest = said !== undefined && 'oldestAt' in said ? (said.oldestAt ?? now) : now;
    return Math.max(0, now - Math.min(oldest, ...this.#unsaved.values()));
  }

  /** Whether everything that everybody wrote is here and on the server. */
  isSettled(head: number): boolean {
    const said = this.#said();
    return this.#unsaved.size === 0 && said?.standing.kind === 'on-server' && said.position >= head;
  }

  tryNow(): void {
    this.#engine.tryNow();
  }

  async report(): Promise<ClientReport> {
    await this.#saving;
    const { doc } = this.#model;
    const { snapshot, updates } = await this.#vault.openScript(this.#orders.scriptId);
    const stored = readUpdates(snapshot === null ? updates : [snapshot, ...updates], HYDRATED).doc;
    const said = this.#said();
    return {
      personId: this.#personId,
      edits: this.#edits,
      clientId: doc.clientID,
      clock: Y.getState(doc.store, doc.clientID),
      position: said?.position ?? 0,
      standing: said?.standing.kind ?? 'nothing',
      sha256: digestOf(doc),
      vaultSha256: digestOf(stored),
    };
  }

  #said(): ReturnType<SyncEngine['overview']>['scripts'][number] | undefined {
    return this.#engine.overview().scripts.find(({ scriptId }) => scriptId === this.#orders.scriptId);
  }

  #save(): void {
    if (this.#pending.length === 0) return;
    const scriptId: ScriptId = this.#orders.scriptId;
    const bytes = Y.mergeUpdates(this.#pending.splice(0));
    const updateId = UpdateId.parse(randomUUID());
    this.#unsaved.set(updateId, Date.now());
    this.#saving = this.#saving.then(async () => {
      await this.#vault.append({ scriptId, updateId, format: FORMAT, bytes });
      this.#engine.typed(scriptId);
      this.#unsaved.delete(updateId);
    });
  }
}

/** Of everything that a document holds, the deleted included; the same for all who hold the same. */
export function digestOf(doc: Y.Doc): string {
  return createHash('sha256')
    .update(Y.encodeSnapshot(Y.snapshot(doc)))
    .digest('hex');
}

const fraction = (): number => randomInt(2 ** 47) / 2 ** 47;

/** A session whose tokens end after a while, so that sockets and calls have to change theirs. */
function sessionOf(personId: PersonId): Session & Disposable {
  const listeners = new Set<(change: 'standing' | 'token') => void>();
  let token = tokenOf(personId);
  const renew = (): Promise<void> => {
    token = tokenOf(personId);
    for (const listener of listeners) listener('token');
    return Promise.resolve();
  };
  const timer = setInterval(() => void renew(), (TOKEN_SECONDS * 1_000) / 2);
  return {
    accessToken: () => Promise.resolve(token),
    refused: () => void renew(),
    renew,
    onChanged: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function tokenOf(personId: PersonId): string {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: personId, role: 'authenticated', aud: 'authenticated', iat: now, exp: now + TOKEN_SECONDS };
  return signToken(claims, LOCAL_JWT_SECRET);
}
