import type { PersonId, ScriptId } from '../../app/ids.ts';
import type { Answer, RemoteLog, RemoteTrouble } from '../../app/sync/ports.ts';
import type { Connection } from './connection.ts';
import type { Life } from './life.ts';
import { missing, pull } from './server/model-pulls.ts';
import type { Caller, ModelServer } from './server/model-server.ts';
import type { VirtualTime } from './virtual-time.ts';

/** After so long without an answer a call is given up; the server may have done it all the same. */
const TIMEOUT_MS = 15_000;

export interface SimRemoteParts {
  readonly server: ModelServer;
  readonly personId: PersonId;
  readonly connection: Connection;
  readonly life: Life;
  readonly time: VirtualTime;
  told(line: string): void;
}

/** The server as one run of the program on one device reaches it: through a network that may do anything. */
export function simRemote(parts: SimRemoteParts): RemoteLog {
  const { server, connection } = parts;
  /** When a device was last told something of a history that was gone by then. */
  const misledAtMs = new Map<ScriptId, number>();
  const call = <T>(name: string, signal: AbortSignal, effect: (caller: Caller) => Answer<T>): Promise<Answer<T>> =>
    new Promise((resolve) => new OneCall(parts, name, signal, effect, resolve).send());
  return {
    access: (signal) => call('access', signal, (caller) => server.access(caller)),
    register: (script, signal) => call('register', signal, (caller) => server.register(caller, script)),
    push: async (scriptId, batches, signal) => {
      let restores = 0;
      const name = `push ${batches.map(({ batchId }) => batchId.slice(0, 4)).join()}`;
      const answer = await call(name, signal, (caller) => {
        restores = server.restores;
        return server.push(caller, scriptId, batches);
      });
      // Who is told of what the server has lost since has to believe it, until the next pull.
      if (answer.ok && restores < server.restores) {
        connection.heard.delete(scriptId);
        misledAtMs.set(scriptId, parts.time.nowMs);
      }
      return answer;
    },
    pull: async (scriptId, cursor, maxBytes, signal) => {
      const askedAt = server.restores;
      const askedAtMs = parts.time.nowMs;
      let restores = 0;
      const answer = await call(`pull ${cursor.position}`, signal, (caller) => {
        restores = server.restores;
        return pull(server, caller, scriptId, cursor, maxBytes);
      });
      // An answer to what was asked before a restore may be of either history, and nobody can tell which.
      const isTelling = askedAt === restores && askedAtMs > (misledAtMs.get(scriptId) ?? -1);
      if (answer.ok && isTelling) connection.heard.set(scriptId, restores);
      return answer;
    },
    missing: (scriptId, ids, signal) =>
      call(`missing ${ids.length}`, signal, (caller) => missing(server, caller, scriptId, ids)),
    tellSeen: (scriptId, deviceId, cursor, signal) =>
      call(`seen ${cursor.position}`, signal, (caller) => server.tellSeen(caller, scriptId, deviceId, cursor)),
    readSeen: (scriptId, signal) => call('readSeen', signal, (caller) => server.readSeen(caller, scriptId)),
  };
}

class OneCall<T> {
  readonly #parts: SimRemoteParts;
  readonly #name: string;
  readonly #signal: AbortSignal;
  readonly #effect: (caller: Caller) => Answer<T>;
  readonly #resolve: (answer: Answer<T>) => void;
  #isAnswered = false;

  constructor(
    parts: SimRemoteParts,
    name: string,
    signal: AbortSignal,
    effect: (caller: Caller) => Answer<T>,
    resolve: (answer: Answer<T>) => void,
  ) {
    this.#parts = parts;
    this.#name = name;
    this.#signal = signal;
    this.#effect = effect;
    this.#resolve = resolve;
  }

  send(): void {
    const { connection, life, time } = this.#parts;
    if (life.isOver) return;
    if (this.#signal.aborted) return this.#fail({ kind: 'aborted' });
    connection.calls.push({ atMs: time.nowMs, name: this.#name, wasOnline: connection.isOnline });
    this.#signal.addEventListener('abort', () => this.#fail({ kind: 'aborted' }), { once: true });
    if (life.mayCrash()) return;
    if (!connection.isOnline) return this.#failLater(1 + connection.delayMs(), { kind: 'offline', because: 'network' });
    life.after(TIMEOUT_MS, () => this.#fail({ kind: 'unavailable', retryAfterMs: null }));
    if (connection.chance(connection.weather.troubled))
      return this.#failLater(connection.delayMs(), connection.someTrouble());
    if (connection.chance(connection.weather.lost)) return;
    // On its way: from here on it no longer depends on what becomes of the device.
    time.after(connection.delayMs(), () => this.#arrive({ isFirst: true }));
    if (connection.chance(connection.weather.doubled)) {
      time.after(connection.delayMs() + connection.delayMs(), () => this.#arrive({ isFirst: false }));
    }
  }

  #arrive({ isFirst }: { readonly isFirst: boolean }): void {
    const { connection, life, time, personId } = this.#parts;
    const answer = this.#effect(time.nowMs < connection.tokenEndsAtMs ? personId : null);
    if (!isFirst) return;
    if (life.mayCrash() || connection.chance(connection.weather.lost)) return;
    life.after(connection.delayMs(), () => {
      if (connection.isOnline) this.#answer(answer);
      else this.#fail({ kind: 'offline', because: 'network' });
    });
  }

  #failLater(delayMs: number, trouble: RemoteTrouble): void {
    this.#parts.life.after(delayMs, () => this.#fail(trouble));
  }

  #fail(trouble: RemoteTrouble): void {
    this.#answer({ ok: false, trouble });
  }

  #answer(answer: Answer<T>): void {
    if (this.#isAnswered || this.#parts.life.isOver) return;
    this.#isAnswered = true;
    this.#parts.told(`${this.#name} → ${answer.ok ? 'ok' : troubleWords(answer.trouble)}`);
    this.#resolve(answer);
  }
}

const troubleWords = (trouble: RemoteTrouble): string =>
  trouble.kind === 'refused' ? trouble.refusal.code : trouble.kind;
