import { randomBytes, randomUUID } from 'node:crypto';
import type { Surroundings } from '../../../supabase/local/gateway/part.ts';

/** A clock that goes only when told to. */
export class HandClock {
  #atMs = Date.UTC(2026, 10, 20, 10);

  now(): Date {
    return new Date(this.#atMs);
  }

  pass(ms: number): void {
    this.#atMs += ms;
  }

  surroundings(): Surroundings {
    return { now: () => this.now(), newId: randomUUID, randomBytes };
  }
}
