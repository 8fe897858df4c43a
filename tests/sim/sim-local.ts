import type { Random } from '../support/random.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { Cursor } from '../../app/server/chain.ts';
import type { LocalLog, Stored } from '../../app/sync/ports.ts';
import type { Life } from './life.ts';

/** How long a vault takes over one call at most; the slow ones wait for a disk that slept. */
const SLOWEST_MS = 4;
const SLOW_DISK_MS = 900;

/**
 * One thread that works on what it is sent in order and answers in order, at the earliest a moment later: as the vault's.
 * The power may go before anything is done, and after it was done but not answered.
 */
export class VaultThread {
  readonly #life: Life;
  readonly #random: Random;
  readonly #nowMs: () => number;
  #freeAtMs = 0;
  #answeredAtMs = 0;

  constructor(life: Life, random: Random, nowMs: () => number) {
    this.#life = life;
    this.#random = random;
    this.#nowMs = nowMs;
  }

  call<T>(effect: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const now = this.#nowMs();
      this.#freeAtMs = Math.max(this.#freeAtMs, now) + this.#takesMs();
      this.#life.after(this.#freeAtMs - now, () => {
        if (this.#life.mayCrash()) return;
        const done = effect();
        if (this.#life.mayCrash()) return;
        this.#answeredAtMs = Math.max(this.#answeredAtMs, this.#nowMs() + this.#random.below(SLOWEST_MS));
        this.#life.after(this.#answeredAtMs - this.#nowMs(), () => void done.then(resolve, reject));
      });
    });
  }

  #takesMs(): number {
    return this.#random.below(this.#random.below(200) === 0 ? SLOW_DISK_MS : SLOWEST_MS);
  }
}

/** The same log, by way of the thread. `stored` is told of each place that the device has come to, once it is on disk. */
export function simLocal(
  log: LocalLog,
  thread: VaultThread,
  stored: (scriptId: ScriptId, cursor: Cursor) => void,
): LocalLog {
  const moved = async (scriptId: ScriptId, storing: Promise<Stored>): Promise<Stored> => {
    const done = await storing;
    if (done.kind === 'stored') stored(scriptId, done.lane.cursor);
    return done;
  };
  return {
    lanes: () => thread.call(() => log.lanes()),
    lane: (scriptId) => thread.call(() => log.lane(scriptId)),
    nextBatches: (scriptId, most) => thread.call(() => log.nextBatches(scriptId, most)),
    acknowledge: (scriptId, acknowledged) => thread.call(() => log.acknowledge(scriptId, acknowledged)),
    receive: (scriptId, page) => thread.call(() => moved(scriptId, log.receive(scriptId, page))),
    receiveSnapshot: (scriptId, page) => thread.call(() => moved(scriptId, log.receiveSnapshot(scriptId, page))),
    hold: (scriptId, reason) => thread.call(() => log.hold(scriptId, reason)),
    release: (scriptId) => thread.call(() => log.release(scriptId)),
    setAside: (scriptId, batchId, reason) => thread.call(() => log.setAside(scriptId, batchId, reason)),
    sendAgain: (scriptId) => thread.call(() => log.sendAgain(scriptId)),
    setRetry: (scriptId, retry) => thread.call(() => log.setRetry(scriptId, retry)),
    registered: (scriptId, server) => thread.call(() => log.registered(scriptId, server)),
    beginHealing: (scriptId) => thread.call(() => log.beginHealing(scriptId)),
    provableIds: (scriptId, after, limit) => thread.call(() => log.provableIds(scriptId, after, limit)),
    lost: (scriptId, ids) => thread.call(() => log.lost(scriptId, ids)),
    endHealing: (scriptId) => thread.call(() => log.endHealing(scriptId)),
    storeAccess: (access) => thread.call(() => log.storeAccess(access)),
    access: () => thread.call(() => log.access()),
  };
}
