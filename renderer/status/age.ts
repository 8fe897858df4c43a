import { counted } from '../ui/words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** From then on the age of an edit that is only on this device is told. */
export const OLD_AFTER_MS = HOUR_MS;
/** From then on, once a day, a copy is advised. */
export const COPY_AFTER_MS = DAY_MS;

/** How long the oldest edit has been only here; 0 for one that a clock put into the future. */
export function ageMs(oldestAt: number | null, now: number): number {
  return oldestAt === null ? 0 : Math.max(0, now - oldestAt);
}

export const isOld = (oldestAt: number | null, now: number): boolean => ageMs(oldestAt, now) >= OLD_AFTER_MS;

/** In one unit, never rounded up: "20 min", "3 h", "26 h", "2 days". */
export function ageWords(age: number): string {
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min`;
  if (age < 2 * DAY_MS) return `${Math.floor(age / HOUR_MS)} h`;
  return counted(Math.floor(age / DAY_MS), 'day');
}

/** With room for two units: "3 h 12 min", "2 days 5 h". */
export function exactAgeWords(age: number): string {
  if (age < MINUTE_MS) return 'just now';
  if (age < HOUR_MS) return ageWords(age);
  const [large, small] = age < 2 * DAY_MS ? [HOUR_MS, MINUTE_MS] : [DAY_MS, HOUR_MS];
  const rest = Math.floor((age % large) / small);
  const restWords = rest === 0 ? '' : ` ${rest} ${small === MINUTE_MS ? 'min' : 'h'}`;
  return `${ageWords(age)}${restWords}`;
}
