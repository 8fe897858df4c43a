import { RowId, ScriptId } from '../../../app/ids.ts';
import type { ScriptSummary, SearchHit } from '../../../app/ipc/contract.ts';
import { templateUpdate } from '../../../app/script/templates/template-update.ts';
import { Random } from '../random.ts';
import type { MemoryScript } from './memory-machine.ts';

/** The moment at which the demonstration happens. */
export const DEMO_NOW = Date.UTC(2026, 10, 20, 14, 30);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Sketch {
  readonly title: string;
  readonly scenes: number;
  readonly rows: number;
  readonly seconds: number;
  readonly agoMs: number;
  readonly trashed?: boolean;
  readonly newer?: boolean;
  readonly words?: readonly (readonly [SearchHit['cell'], string])[];
}

const sketches: readonly Sketch[] = [
  {
    title: 'How the Library of Things works',
    scenes: 5,
    rows: 13,
    seconds: 88,
    agoMs: 0,
    words: [
      ['heading', 'The drill in the drawer'],
      ['video', 'Close on a kitchen drawer. A hand pulls it open: batteries, takeaway menus and one power drill.'],
      ['audio', 'Somewhere in your home there is a drill. You have used it for eleven minutes. In total.'],
      ['audio', 'One drill. Forty-six homes. Forty-five drills never made, never shipped, never thrown away.'],
    ],
  },
  {
    title: 'Meet the repair table',
    scenes: 3,
    rows: 9,
    seconds: 160,
    agoMs: 20 * MINUTE_MS,
    words: [['video', 'Macro: hands, solder, a new fuse. The drill turns again.']],
  },
  { title: 'Opening hours, 20 seconds', scenes: 1, rows: 4, seconds: 20, agoMs: 3 * HOUR_MS },
  { title: 'Last tram home', scenes: 6, rows: 22, seconds: 185, agoMs: DAY_MS },
  { title: 'Ticket machine, calm version', scenes: 2, rows: 8, seconds: 45, agoMs: 3 * DAY_MS },
  { title: 'The slow blanket', scenes: 7, rows: 31, seconds: 250, agoMs: 9 * DAY_MS },
  { title: 'Wool, in six words', scenes: 1, rows: 6, seconds: 30, agoMs: 400 * DAY_MS, newer: true },
  { title: 'Trailer, first try', scenes: 1, rows: 3, seconds: 15, agoMs: 12 * DAY_MS, trashed: true },
];

/** A small library of made-up films. The same seed makes the same ids. */
export function demoScripts(): readonly MemoryScript[] {
  const random = new Random(1);
  return sketches.map((sketch) => makeScript(sketch, random));
}

/** One script with nothing unusual about it, for libraries of any size. */
export function plainScript(title: string, random: Random): MemoryScript {
  return makeScript({ title, scenes: 2, rows: 12, seconds: 75, agoMs: random.below(40) * DAY_MS }, random);
}

function makeScript(sketch: Sketch, random: Random): MemoryScript {
  const { title, scenes, rows, seconds, agoMs, trashed = false, newer = false, words = [] } = sketch;
  const scriptId = ScriptId.parse(random.uuid());
  const editedAt = DEMO_NOW - agoMs;
  const readOnly = newer ? 'newer-format' : null;
  const summary: ScriptSummary = {
    scriptId,
    title,
    createdAt: editedAt - 5 * DAY_MS,
    editedAt,
    trashedAt: trashed ? editedAt : null,
    scenes,
    rows,
    words: Math.round(seconds * 2.5),
    seconds,
    readOnly,
  };
  const hits = words.map(([cell, text]): SearchHit => ({
    scriptId,
    title,
    rowId: cell === 'heading' || cell === 'title' ? null : RowId.parse(random.uuid()),
    cell,
    snippet: [{ text, hit: false }],
  }));
  return { summary, opened: { snapshot: null, updates: [templateUpdate('sample')], readOnly }, hits };
}
