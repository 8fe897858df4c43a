import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chooseCuts, lookAt, type Cut } from './images.ts';
import { readLine } from './ledger.ts';
import { checkRecording, record, type Recording } from './record.ts';

const SEED = 20_261_120;
/** Enough that each stage is cut some times; `npm run test:power` makes thousands. */
const IMAGES = 30;

const within = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'galley-power-'));
afterAll(() => rmSync(within, { recursive: true, force: true }));

const IS_LINUX = process.platform === 'linux';
let shipped: Promise<Recording> | undefined;
const ofShipped = (): Promise<Recording> =>
  (shipped ??= record(join(within, 'shipped'), { seed: SEED, planted: null }));

async function findings(recording: Recording, cuts: readonly Cut[]): Promise<readonly string[]> {
  const found: string[] = [];
  const scratch = join(within, 'images');
  for await (const { cut, findings: all } of lookAt(recording, cuts, { seed: SEED, scratch })) {
    for (const { kind, vault, detail } of all)
      found.push(`${kind} after ${cut.after} (${cut.stage}): ${vault} ${detail}`);
  }
  return found;
}

test.runIf(IS_LINUX)(
  '[POWER-4] a recording misses nothing: replayed, it gives the very files that are there',
  async () => {
    const recording = await ofShipped();
    expect(recording.entries.filter(({ kind }) => kind === 'flush-ended').length).toBeGreaterThan(100);
    checkRecording(recording);
  },
);

test.runIf(IS_LINUX)(
  `[POWER-1] [POWER-2] [POWER-7] ${IMAGES} power cuts lose nothing acknowledged, and every disk opens`,
  async () => {
    const recording = await ofShipped();
    expect(await findings(recording, chooseCuts(recording, { images: IMAGES, seed: SEED }))).toEqual([]);
  },
);

test.runIf(IS_LINUX)(
  '[POWER-3] a power cut while the file is made does not keep the next start from making it',
  async () => {
    const recording = await ofShipped();
    // Between these there is a file and no WAL, and SQLite keeps a journal.
    const begin = recording.entries.findIndex((entry) => entry.kind === 'created' && entry.name.endsWith('/vault.db'));
    const end = recording.entries.findIndex((entry) => entry.kind === 'created' && entry.name.endsWith('.db-wal'));
    const cuts = recording.entries
      .slice(begin, end)
      .flatMap((_, index) =>
        (['nothing', 'everything', 'sectors'] as const).flatMap((data) =>
          (['nothing', 'everything'] as const).map((names) => ({ after: begin + index + 1, left: { data, names } })),
        ),
      );
    expect(cuts.length).toBeGreaterThan(50);
    const numbered = cuts.map((cut, image): Cut => ({ ...cut, image, stage: 'creation' }));
    expect(await findings(recording, numbered)).toEqual([]);
  },
);

test.runIf(IS_LINUX)('[POWER-5] the same cuts find a vault that flushes only now and then', async () => {
  const recording = await record(join(within, 'normal'), { seed: SEED, planted: 'normal' });
  // Chance finds it in four of ten images; here whatever was not flushed is gone, and only a checkpoint flushes.
  const left = { data: 'nothing', names: 'everything' } as const;
  const [begin, end] = [beginOf(recording, 'typing'), beginOf(recording, 'snapshot')];
  const cuts = Array.from({ length: 10 }, (_, image): Cut => {
    const after = begin + Math.floor(((image + 1) * (end - begin)) / 10);
    return { image, after, stage: 'typing', left };
  });
  const found = await findings(recording, cuts);
  expect(found.filter((finding) => finding.startsWith('lost'))).not.toEqual([]);
});

const beginOf = ({ entries }: Recording, stage: string): number =>
  entries.findIndex((entry) => {
    const line = entry.kind === 'marked' ? readLine(entry.text) : undefined;
    return line?.what === 'stage' && line.stage === stage;
  });
