import type { Surroundings } from '../surroundings.ts';

/**
 * The server's time, learnt from its answers: tokens end by it, and this device's calendar may be wrong by years. Before
 * the first answer there is only the calendar.
 */
export class ServerClock {
  readonly #here: Pick<Surroundings, 'now' | 'nowMs'>;
  #heard: { readonly serverMs: number; readonly calendarMs: number; readonly steadyMs: number } | null = null;

  constructor(here: Pick<Surroundings, 'now' | 'nowMs'>) {
    this.#here = here;
  }

  /** The `Date` header of an answer. Whole seconds, and half a round trip old: good enough for what lives an hour. */
  hear(date: string | null): void {
    const serverMs = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(serverMs)) return;
    this.#heard = { serverMs, calendarMs: this.#here.now().getTime(), steadyMs: this.#here.nowMs() };
  }

  /** Milliseconds since 1970. */
  nowMs(): number {
    const calendarMs = this.#here.now().getTime();
    if (this.#heard === null) return calendarMs;
    const steady = this.#here.nowMs() - this.#heard.steadyMs;
    // The steady clock may stand still while the machine sleeps; the calendar goes on, and may also jump. Too late costs
    // one renewal, too early a refused token.
    return this.#heard.serverMs + Math.max(steady, calendarMs - this.#heard.calendarMs);
  }
}
