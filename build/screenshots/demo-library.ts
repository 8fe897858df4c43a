import type { ElectronApplication, Page } from 'playwright-core';
import { ImportId, ScriptId } from '../../app/ids.ts';
import type { Bridge, TemplateName } from '../../app/ipc/contract.ts';
import { writePast } from './demo-past.ts';
import { longScript } from './long-script.ts';

/** The moment at which the pictures are taken. */
export const DEMO_NOW = Date.UTC(2026, 10, 20, 14, 30);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Scripts that pictures open. */
export interface DemoLibrary {
  readonly sample: ScriptId;
  readonly long: ScriptId;
  readonly narration: ScriptId;
  /** Written over some days. */
  readonly past: ScriptId;
  readonly blank: ScriptId;
}

interface Made {
  readonly title: string;
  readonly agoMs: number;
  readonly template?: TemplateName;
  readonly markdown?: string;
  readonly trashed?: boolean;
}

const library = () =>
  ({
    blank: { title: 'Untitled script', template: 'blank', agoMs: 30 * DAY_MS },
    trailer: { title: 'Trailer, first try', template: 'advert', agoMs: 12 * DAY_MS, trashed: true },
    narration: { title: 'The slow blanket', template: 'narration', agoMs: 9 * DAY_MS },
    long: { title: 'Fifty winters on one line', markdown: longScript(), agoMs: 3 * DAY_MS },
    advert: { title: 'Ticket machine, calm version', template: 'advert', agoMs: DAY_MS },
    past: { title: 'Last tram home', template: 'explainer', agoMs: 5 * DAY_MS },
    interview: { title: 'Meet the repair table', template: 'interview', agoMs: HOUR_MS / 3 },
    sample: { title: 'How the Library of Things works', template: 'sample', agoMs: 0 },
  }) as const satisfies Record<string, Made>;

/** Fills the library through the window's own bridge, each script at its own moment; the first start's sample goes. */
export async function fillLibrary(app: ElectronApplication, page: Page): Promise<DemoLibrary> {
  const ids: Record<string, ScriptId> = {};
  const first = ScriptId.parse(/script\/([^?]+)/.exec(new URL(page.url()).hash)?.[1]);
  for (const [name, script] of Object.entries<Made>(library())) {
    await app.evaluate(setClock, DEMO_NOW - script.agoMs);
    const scriptId = ScriptId.parse(await page.evaluate(make, script));
    ids[name] = scriptId;
    if (name === 'past') await writePast(page, scriptId, (agoMs) => app.evaluate(setClock, DEMO_NOW - agoMs));
  }
  await page.evaluate((scriptId) => galley.call('library.trash', { scriptId }), first);
  await page.waitForFunction(async () => {
    const reply = await galley.call('library.list', {});
    return reply.ok && reply.value.every(({ rows }) => rows > 0);
  });
  const { sample, long, narration, past, blank } = ids;
  return {
    sample: ScriptId.parse(sample),
    long: ScriptId.parse(long),
    narration: ScriptId.parse(narration),
    past: ScriptId.parse(past),
    blank: ScriptId.parse(blank),
  };
}

declare const galley: Bridge;

/** Runs in the page. Answers the new script's id. */
async function make({ title, template, markdown, trashed }: Made): Promise<string> {
  const scriptId = crypto.randomUUID() as ScriptId;
  if (template !== undefined) await galley.call('library.create', { scriptId, title, template });
  if (markdown !== undefined) {
    const content = new TextEncoder().encode(markdown);
    const read = await galley.call('files.preview-import', { fileName: `${title}.md`, content });
    if (!read.ok) throw new Error(read.message);
    await galley.call('files.import', { importId: read.value.importId as ImportId, scriptId, title });
  }
  if (trashed === true) await galley.call('library.trash', { scriptId });
  return scriptId;
}

/** Runs in the main process: from now on it is this moment there. */
function setClock(_electron: unknown, now: number): void {
  const { Date: Real } = globalThis;
  const Original = (Reflect.get(Real, 'original') as DateConstructor | undefined) ?? Real;
  class Frozen extends Original {
    static readonly original = Original;

    constructor(...parts: [] | [number | string | Date]) {
      if (parts.length === 0) super(now);
      else super(parts[0]);
    }

    static override now(): number {
      return now;
    }
  }
  globalThis.Date = Frozen as unknown as DateConstructor;
}
