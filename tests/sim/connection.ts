import type { ScriptId } from '../../app/ids.ts';
import type { RemoteTrouble } from '../../app/sync/ports.ts';
import type { Random } from '../support/random.ts';

/** What a network does to messages. Percent of them, and milliseconds on the way. */
export interface Weather {
  readonly lost: number;
  readonly doubled: number;
  /** Answered by something on the way, or by a server that cannot. */
  readonly troubled: number;
  readonly slowestMs: number;
  readonly ringsLost: number;
}

export const CALM: Weather = { lost: 0, doubled: 0, troubled: 0, slowestMs: 60, ringsLost: 0 };

export function someWeather(random: Random): Weather {
  const kind = random.below(4);
  if (kind === 0) return CALM;
  if (kind === 1) return { lost: 5, doubled: 5, troubled: 3, slowestMs: 800, ringsLost: 20 };
  if (kind === 2) return { lost: 0, doubled: 20, troubled: 0, slowestMs: 6_000, ringsLost: 0 };
  return { lost: 30, doubled: 10, troubled: 20, slowestMs: 3_000, ringsLost: 70 };
}

export interface Call {
  readonly atMs: number;
  readonly name: string;
  readonly wasOnline: boolean;
}

/** One device's way to the server; it stays what it is while the program ends and starts. */
export class Connection {
  isOnline = true;
  weather = CALM;
  /** Until when the server takes this device's token. */
  tokenEndsAtMs = Number.POSITIVE_INFINITY;
  /** Every call that was made, for counting. */
  readonly calls: Call[] = [];
  /** For each script: how often the server had been restored when it last told this device of its log. */
  readonly heard = new Map<ScriptId, number>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  delayMs(): number {
    return 1 + this.#random.below(this.weather.slowestMs);
  }

  chance(percent: number): boolean {
    return percent > 0 && this.#random.chance(percent);
  }

  someTrouble(): RemoteTrouble {
    return this.#random.oneOf<RemoteTrouble>([
      { kind: 'offline', because: 'network' },
      { kind: 'offline', because: 'captive-portal' },
      { kind: 'unavailable', retryAfterMs: null },
      { kind: 'unavailable', retryAfterMs: 1_000 + this.#random.below(4_000) },
      { kind: 'unreadable' },
    ]);
  }
}
