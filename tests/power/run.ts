import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { buildApp } from '../../build/run/build-app.ts';
import { chooseCuts, lookAt, type Looked } from './images.ts';
import { checkRecording, openRecording, record } from './record.ts';

/**
 * `npm run test:power -- --images 2000 [--seed 1] [--planted normal]`: records the shipped vault at its disk, cuts the
 * power at that many places and opens what may then be found there. The last line counts images. A recording in which
 * something was lost is kept and named; `--recording <folder> --image 17` looks at one of its images again.
 */
const Options = z.object({
  images: z.coerce.number().int().positive(),
  seed: z.coerce.number().int().nonnegative(),
  planted: z.string().nullable(),
  recording: z.string().nullable(),
  image: z.coerce.number().int().nonnegative().nullable(),
});

/** The recording says what is durable, so the real disk need not be waited for. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const PROGRESS_EVERY = 500;
const SHOWN = 20;

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    planted: { type: 'string' },
    recording: { type: 'string' },
    image: { type: 'string' },
  },
});
const wanted = Options.parse({ planted: null, recording: null, image: null, ...values });
const { images, seed, planted } = wanted;

await buildApp();
const started = performance.now();
const within = wanted.recording ?? mkdtempSync(join(MEMORY, 'galley-power-'));
const recording = wanted.recording === null ? await record(within, { seed, planted }) : openRecording(within);
checkRecording(recording);
const cuts = chooseCuts(recording, { images, seed }).filter(({ image }) => image === (wanted.image ?? image));
console.log(
  `${recording.entries.length} changes recorded from the shipped vault${planted === null ? '' : `, with ${planted} planted`}`,
);

const sums = { lost: 0, unopenable: 0, damaged: 0, 'made up': 0, backup: 0, leftover: 0 };
const stages = new Map<string, number>();
const losses = new Map<string, number>();
const bad: Looked[] = [];
let looked = 0;
const scratch = join(within, 'images');
try {
  for await (const image of lookAt(recording, cuts, { seed, scratch })) {
    looked += 1;
    const { cut, findings } = image;
    count(stages, cut.stage);
    count(losses, `data: ${cut.left.data}`);
    count(losses, `names: ${cut.left.names}`);
    for (const kind of new Set(findings.map((finding) => finding.kind))) sums[kind] += 1;
    if (findings.length > 0) bad.push(image);
    if (looked % PROGRESS_EVERY === 0) console.log(`${looked} of ${cuts.length} images, ${bad.length} bad`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

for (const { cut, acknowledged, findings } of bad.slice(0, SHOWN)) {
  const { image, after, stage, left } = cut;
  console.log(
    `image ${image}: after change ${after} (${stage}), data ${left.data}, names ${left.names}, ${acknowledged} acknowledged`,
  );
  for (const { kind, vault, detail } of findings) console.log(`  ${vault} ${kind}: ${detail}`);
}
console.log(`cut in: ${list(stages)}`);
console.log(`left of what was not flushed: ${list(losses)}`);
console.log(
  `images with acknowledged edits lost: ${sums.lost}, unopenable: ${sums.unopenable}, damaged: ${sums.damaged}, with something made up: ${sums['made up']}, with a verified backup that is not whole: ${sums.backup}`,
);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`seed ${seed}, ${seconds} s`);
if (bad.length > 0) console.log(`The recording is kept in ${within}`);
else if (wanted.recording === null) rmSync(within, { recursive: true, force: true });
console.log(`${looked - bad.length} passed, ${bad.length + cuts.length - looked} failed, 0 skipped`);
process.exitCode = bad.length === 0 && looked === cuts.length ? 0 : 1;

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function list(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, times]) => `${name} ${times}`).join(', ');
}
