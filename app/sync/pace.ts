import type { PersonId } from '../ids.ts';

// A hosted Realtime counts a message once for its sender and once for each who hears it, and closes the channel above
// the plan's rate. Whoever types in a script therefore shares its budget with the others who type there.

/** A script's push is never closer to the one before. */
const LEAST_MS = 100;
/** How much of the plan's budget one script's rings may take. Cursors take 0.2: all together stay within 0.6. */
const SHARE = 0.4;
/** Somebody who pushed within this is typing; longer than the longest interval of twenty typists on the smallest plan. */
const TYPING_MS = 30_000;

/** Who is heard in a script, for pacing. */
export interface Room {
  /** This device included. */
  readonly listeners: number;
  /** Others who pushed, and when by `elapsed`. */
  readonly pushers: ReadonlyMap<PersonId, number>;
}

export const EMPTY_ROOM: Room = { listeners: 1, pushers: new Map() };

/** Milliseconds from the start of one push to the next. One or two people notice nothing of it. */
export function pushIntervalMs(room: Room, messagesPerSecond: number, elapsed: number): number {
  if (messagesPerSecond === Number.POSITIVE_INFINITY) return 0;
  const others = [...room.pushers.values()].filter((at) => elapsed - at < TYPING_MS).length;
  const listeners = Math.max(room.listeners, others + 1);
  const messagesPerPush = 1 + listeners;
  const pushesPerSecond = (SHARE * messagesPerSecond) / ((1 + others) * messagesPerPush);
  return Math.max(LEAST_MS, Math.ceil(1_000 / pushesPerSecond));
}

/** The room after others pushed. Whoever has not for long is forgotten. */
export function pushedBy(room: Room, people: Iterable<PersonId>, me: PersonId | null, elapsed: number): Room {
  const pushers = new Map([...room.pushers].filter(([, at]) => elapsed - at < TYPING_MS));
  for (const person of people) if (person !== me) pushers.set(person, elapsed);
  return { ...room, pushers };
}
