import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { buildApp } from '../../build/run/build-app.ts';
import { chooseCuts, lookAt, type Cut } from './images.ts';
import { checkRecording, openRecording, record, type Recording } from './record.ts';
import { Tally } from './tally.ts';

/**
 * `npm run test:power -- --images 2000 [--seed 1] [--planted normal]`: records the shipped vault at its disk, cuts the
 * power at that many places and opens what may then be found there. Every few hundred images have a recording of their
 * own, with the next seed. The last line counts images. A recording in which something was lost is kept and named;
 * `--recording <folder> --seed 3 --image 17` looks at one of its images again.
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
const IMAGES_PER_RECORDING = 250;

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    planted: { type: 'string' },
    recording: { type: 'string' },
    image: { type: 'string' },
  },
});
const { images, seed, planted, recording, image } = Options.parse({
  planted: null,
  recording: null,
  image: null,
  ...values,
});

await buildApp();
const started = performance.now();
const tally = new Tally((line) => console.log(line));
if (recording !== null) await lookAgain(recording, image ?? 0);
else for (let done = 0; done < images; done += IMAGES_PER_RECORDING) await lookAtSome(done);
for (const line of tally.summary()) console.log(line);
console.log(`seed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
const { passed, failed } = tally;
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function lookAtSome(done: number): Promise<void> {
  const ownSeed = seed + done / IMAGES_PER_RECORDING;
  const within = mkdtempSync(join(MEMORY, 'galley-power-'));
  const recorded = await record(within, { seed: ownSeed, planted });
  checkRecording(recorded);
  const failedBefore = tally.failed;
  const some = Math.min(IMAGES_PER_RECORDING, images - done);
  await look(recorded, chooseCuts(recorded, { images: some, seed: ownSeed }), { ownSeed, within });
  console.log(`${done + some} of ${images} images, ${tally.failed} bad`);
  if (tally.failed > failedBefore) console.log(`The recording with seed ${ownSeed} is kept in ${within}`);
  else rmSync(within, { recursive: true, force: true });
}

async function lookAgain(within: string, wanted: number): Promise<void> {
  const recorded = openRecording(within);
  const cuts = chooseCuts(recorded, { images: wanted + 1, seed }).slice(-1);
  await look(recorded, cuts, { ownSeed: seed, within });
}

async function look(
  recorded: Recording,
  cuts: readonly Cut[],
  { ownSeed, within }: { readonly ownSeed: number; readonly within: string },
): Promise<void> {
  const scratch = join(within, 'images');
  try {
    for await (const looked of lookAt(recorded, cuts, { seed: ownSeed, scratch })) tally.add(looked);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
