import { startOfDay } from './sittings.ts';

const DAY_MS = 86_400_000;
const LOCALE = 'en-GB';

// Making a formatter costs more than a hundred uses of it.
const numbers = new Intl.NumberFormat(LOCALE);
const clock = new Intl.DateTimeFormat(LOCALE, { timeStyle: 'short' });
const weekdays = new Intl.DateTimeFormat(LOCALE, { weekday: 'long' });
const daysOfYear = new Intl.DateTimeFormat(LOCALE, { weekday: 'long', day: 'numeric', month: 'long' });
const daysOfOtherYears = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric' });
const shortDays = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', day: 'numeric', month: 'short' });
const shortDaysOfOtherYears = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });

/** "today 14:03", "yesterday 14:03", "Tuesday 14:03", "Tuesday 3 November 14:03", "3 November 2024 14:03". */
export const sayMoment = (time: number, now: Date): string => `${sayDay(time, now)} ${clock.format(time)}`;

/** The same in a sentence: "today at 14:03", "on Tuesday at 14:03". */
export function sayWhen(time: number, now: Date): string {
  const day = sayDay(time, now);
  return `${day === 'today' || day === 'yesterday' ? day : `on ${day}`} at ${clock.format(time)}`;
}

/** "edit 312 of 4,100" */
export const sayEdit = (ordinal: number, count: number): string =>
  `edit ${numbers.format(ordinal)} of ${numbers.format(count)}`;

function sayDay(time: number, now: Date): string {
  const days = Math.round((startOfDay(now.getTime()) - startOfDay(time)) / DAY_MS);
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days > 0 && days < 7) return weekdays.format(time);
  const isThisYear = new Date(time).getFullYear() === now.getFullYear();
  return (isThisYear ? daysOfYear : daysOfOtherYears).format(time).replace(',', '');
}

/** "Tue 3 Nov", "3 Nov 2024": a day under the line. */
export function shortDay(time: number, now: Date): string {
  const isThisYear = new Date(time).getFullYear() === now.getFullYear();
  return (isThisYear ? shortDays : shortDaysOfOtherYears).format(time).replace(',', '');
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
