import { may } from '../access/roles.ts';
import type { DeviceId, ScriptId } from '../ids.ts';
import type { Lane } from './facts.ts';
import type { Answer, Clock, RemoteLog, Seen } from './ports.ts';

export interface SeenPorts {
  readonly remote: RemoteLog;
  readonly clock: Clock;
  readonly deviceId: DeviceId;
  /** The lane of a script when everything that the server has of it is here; undefined otherwise. */
  readonly whole: (scriptId: ScriptId) => Lane | undefined;
  /** Runs a call to the server in its turn. Nothing is asked while there is no way to it: then undefined. */
  readonly ask: <T>(call: (signal: AbortSignal) => Promise<Answer<T>>) => Promise<Answer<T>> | undefined;
  /** What others have seen of a script is known anew. */
  readonly changed: (scriptId: ScriptId) => void;
}

/** Told and asked at most this often for each script. */
const EVERY_MS = 10_000;

/** Tells the server what a person has seen, and learns what others have, for scripts that windows show in front. */
export class SeenBy implements Disposable {
  readonly #ports: SeenPorts;
  readonly #seen = new Map<ScriptId, readonly Seen[]>();
  readonly #told = new Map<ScriptId, number>();
  readonly #askedAt = new Map<ScriptId, number>();
  #focused: readonly ScriptId[] = [];
  #forgets = 0;
  #wake: Disposable | undefined;

  constructor(ports: SeenPorts) {
    this.#ports = ports;
  }

  of(scriptId: ScriptId): readonly Seen[] {
    return this.#seen.get(scriptId) ?? [];
  }

  /** The server's log is another one: its positions say nothing about what was known before. */
  forget(scriptId: ScriptId): void {
    this.#forgets += 1;
    for (const known of [this.#seen, this.#told, this.#askedAt]) known.delete(scriptId);
  }

  /** These are in front now. */
  focus(scripts: readonly ScriptId[]): void {
    this.#focused = scripts;
    this.look();
  }

  /** Something that is in front may have become whole. */
  look(): void {
    this.#wake?.[Symbol.dispose]();
    this.#wake = undefined;
    for (const scriptId of this.#focused) this.#ask(scriptId);
    if (this.#focused.length > 0) this.#wake = this.#ports.clock.wake(EVERY_MS, () => this.look());
  }

  [Symbol.dispose](): void {
    this.#wake?.[Symbol.dispose]();
    this.#focused = [];
  }

  #ask(scriptId: ScriptId): void {
    const { clock, remote, deviceId, whole } = this.#ports;
    const now = clock.elapsed();
    if (now - (this.#askedAt.get(scriptId) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return;
    const lane = whole(scriptId);
    if (lane === undefined || lane.role === null || !may(lane.role, 'read', 'presence')) return;
    const { cursor } = lane;
    const { position } = cursor;
    const reading = this.#ports.ask((signal) => remote.readSeen(scriptId, signal));
    if (reading === undefined) return;
    this.#askedAt.set(scriptId, now);
    const forgets = this.#forgets;
    void reading.then((answer) => {
      if (!answer.ok || forgets !== this.#forgets) return;
      this.#seen.set(scriptId, answer.value);
      this.#ports.changed(scriptId);
    });
    if (!may(lane.role, 'send', 'presence') || this.#told.get(scriptId) === position) return;
    void this.#ports
      .ask((signal) => remote.tellSeen(scriptId, deviceId, cursor, signal))
      ?.then((answer) => answer.ok && forgets === this.#forgets && this.#told.set(scriptId, position));
  }
}
