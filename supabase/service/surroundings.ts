import { randomBytes, randomUUID } from 'node:crypto';

/** What the service takes from outside, so that a test can repeat what it saw. Timers are Node's own. */
export interface Surroundings {
  readonly now: () => Date;
  readonly newId: () => string;
  readonly randomBytes: (length: number) => Uint8Array;
  /** A whole number from 0 up to but not including `limit`. */
  readonly below: (limit: number) => number;
}

export const realSurroundings: Surroundings = {
  now: () => new Date(),
  newId: () => randomUUID(),
  randomBytes: (length) => randomBytes(length),
  below: (limit) => Math.floor(Math.random() * limit),
};
