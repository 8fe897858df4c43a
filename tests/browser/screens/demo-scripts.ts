import type { NewScript } from '../../support/machine.ts';

/** The moment at which the demonstration happens. */
export const DEMO_NOW = Date.UTC(2026, 10, 20, 14, 30);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A small library of made-up films, the newest edit first. */
export const demoScripts: readonly NewScript[] = [
  { title: 'How the Library of Things works', template: 'sample', at: DEMO_NOW },
  { title: 'Meet the repair table', template: 'interview', at: DEMO_NOW - HOUR_MS / 3 },
  { title: 'Opening hours, 20 seconds', template: 'advert', at: DEMO_NOW - 3 * HOUR_MS },
  { title: 'Last tram home', template: 'explainer', at: DEMO_NOW - DAY_MS },
  { title: 'Ticket machine, calm version', template: 'advert', at: DEMO_NOW - 3 * DAY_MS },
  { title: 'The slow blanket', template: 'narration', at: DEMO_NOW - 9 * DAY_MS },
  { title: 'Wool, in six words', template: 'blank', at: DEMO_NOW - 400 * DAY_MS, newer: true },
  { title: 'Trailer, first try', template: 'advert', at: DEMO_NOW - 12 * DAY_MS, trashed: true },
];
