import type { Page } from '../chromium/page.ts';

interface TracedFrame {
  readonly frame: string;
  readonly processId: number;
}

const isTracedFrame = (value: unknown): value is TracedFrame =>
  typeof value === 'object' && value !== null && 'frame' in value && 'processId' in value;

/** Chromium traces one thing at a time. */
let previous: Promise<unknown> = Promise.resolve();

/** The process that draws a page: a trace, ended at once, begins with the list of frames and their processes. */
export function rendererProcessId(page: Page): Promise<number | undefined> {
  const found = previous.then(() => trace(page));
  previous = found.catch(() => undefined); // whoever asked hears of it
  return found;
}

async function trace(page: Page): Promise<number | undefined> {
  const frames: unknown[] = [];
  const stop = page.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, args } of value) if (name === 'TracingStartedInBrowser') frames.push(...framesIn(args));
  });
  try {
    const complete = page.once('Tracing.tracingComplete');
    const categories = ['disabled-by-default-devtools.timeline'];
    const traceConfig = { includedCategories: categories, excludedCategories: ['*'] };
    await page.send('Tracing.start', { traceConfig, transferMode: 'ReportEvents' });
    await page.send('Tracing.end');
    await complete;
    return frames.filter(isTracedFrame).find(({ frame }) => frame === page.targetId)?.processId;
  } finally {
    stop();
  }
}

function framesIn(args: unknown): readonly unknown[] {
  const data: unknown = typeof args === 'object' && args !== null && 'data' in args ? args.data : undefined;
  const frames: unknown = typeof data === 'object' && data !== null && 'frames' in data ? data.frames : undefined;
  return Array.isArray(frames) ? frames : [];
}
