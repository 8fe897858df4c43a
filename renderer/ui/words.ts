const DAY_MS = 86_400_000;
const LOCALE = 'en-GB';

// Making a formatter costs more than a hundred uses of it.
const numbers = new Intl.NumberFormat(LOCALE);
const weekdays = new Intl.DateTimeFormat(LOCALE, { weekday: 'short' });
const daysOfYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const daysOfOtherYears = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });
const longDays = new Intl.DateTimeFormat(LOCALE, { weekday: 'long', day: 'numeric', month: 'long' });
const longDaysOfOtherYears = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full' });
const times = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'short' });
const moments = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'short' });

/** 7 → "0:07", 88 → "1:28", 3723 → "1:02:03". */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours === 0 ? `${minutes}:${two(whole % 60)}` : `${hours}:${two(minutes)}:${two(whole % 60)}`;
}

/** The same for ears: "1 minute 28 seconds". */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor((whole % 3600) / 60), 'minute'],
    [whole % 60, 'second'],
  ] as const;
  const said = parts.filter(([value]) => value > 0).map(([value, unit]) => counted(value, unit));
  return said.length === 0 ? '0 seconds' : said.join(' ');
}

/** 1250 → "1,250". */
export function inDigits(count: number): string {
  return numbers.format(count);
}

/** 1 → "1 row", 3 → "3 rows", 1250 → "1,250 rows". */
export function counted(count: number, thing: string): string {
  return `${numbers.format(count)} ${thing}${count === 1 ? '' : 's'}`;
}

/** "Ana", "Ana and Tomas", "Ana, Tomas and Ida". */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** How long ago, in the words one would say: "just now", "20 min ago", "yesterday", "Mon", "18 Nov", "18 Nov 2024". */
export function timeAgo(then: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - then.getTime()) / 60_000);
  const days = Math.round((startOfDay(now) - startOfDay(then)) / DAY_MS);
  if (minutes < 1 && days <= 0) return 'just now';
  if (days <= 0) return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
  if (days === 1) return 'yesterday';
  if (days < 7) return weekdays.format(then);
  return (then.getFullYear() === now.getFullYear() ? daysOfYear : daysOfOtherYears).format(then);
}

/** The day as a heading: "Today", "Yesterday", "Thursday 12 November", "Thursday 12 November 2024". */
export function dayName(then: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(then)) / DAY_MS);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return (then.getFullYear() === now.getFullYear() ? longDays : longDaysOfOtherYears).format(then);
}

/** The time of day on the wall: "09:12". */
export function timeOfDay(then: Date): string {
  return times.format(then);
}

/** The exact moment, for a tooltip. */
export function moment(then: Date): string {
  return moments.format(then);
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
