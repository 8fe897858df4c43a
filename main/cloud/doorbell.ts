import type { ScriptId } from '../../app/ids.ts';
import { decodeRing, EPOCH_EVENT, RING_EVENT } from '../../app/server/ring.ts';
import { topics, type Epoch } from '../../app/server/topics.ts';
import type { Doorbell, DoorbellNews } from '../../app/sync/ports.ts';
import type { Channels } from './channels.ts';

/** As many scripts as are listened to at once: hosted Realtime takes 100 channels on one connection. */
export const MAX_SCRIPTS = 50;

interface Listening {
  readonly topic: string;
  readonly scriptId: ScriptId;
}

/** Rings of scripts' logs, from the private topics into which the database alone speaks. */
export class SupabaseDoorbell implements Doorbell, Disposable {
  readonly #channels: Channels;
  readonly #listeners = new Set<(news: DoorbellNews) => void>();
  #listening: readonly Listening[] = [];

  constructor(channels: Channels) {
    this.#channels = channels;
  }

  listen(wanted: readonly { readonly scriptId: ScriptId; readonly epoch: Epoch }[]): void {
    const now = wanted.slice(0, MAX_SCRIPTS).map(({ scriptId, epoch }) => ({
      scriptId,
      epoch,
      topic: topics.script(scriptId, epoch),
    }));
    const before = this.#listening;
    this.#listening = now;
    for (const { topic } of before) {
      if (!now.some((other) => other.topic === topic)) this.#channels.unwant(topic);
    }
    for (const { topic, scriptId, epoch } of now) {
      if (!before.some((other) => other.topic === topic)) this.#want(topic, scriptId, epoch);
    }
  }

  hear(listener: (news: DoorbellNews) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** How many were seen on the script's other topic, where people say that they are here. */
  count(scriptId: ScriptId, count: number): void {
    this.#tell({ kind: 'listeners', scriptId, count });
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
    this.listen([]);
  }

  #want(topic: string, scriptId: ScriptId, epoch: Epoch): void {
    this.#channels.want(topic, null, {
      joined: () => this.#tell({ kind: 'joined', scriptId, epoch }),
      left: () => this.#tell({ kind: 'left', scriptId }),
      refused: () => this.#tell({ kind: 'epoch-over', scriptId }),
      heard: (event, payload) => this.#heard(scriptId, event, payload),
      present: () => undefined,
    });
  }

  #heard(scriptId: ScriptId, event: string, payload: unknown): void {
    if (event === EPOCH_EVENT) this.#tell({ kind: 'epoch-over', scriptId });
    if (event !== RING_EVENT) return;
    const ring = payload instanceof ArrayBuffer ? ringOf(new Uint8Array(payload)) : undefined;
    this.#tell(ring === undefined ? { kind: 'rang-unread', scriptId } : { kind: 'rang', scriptId, ring });
  }

  #tell(news: DoorbellNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}

/** Undefined for what cannot be read: then a pull tells what rang. */
function ringOf(bytes: Uint8Array): ReturnType<typeof decodeRing> | undefined {
  try {
    return decodeRing(bytes);
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && error.name === 'ZodError')) return undefined;
    throw error;
  }
}
