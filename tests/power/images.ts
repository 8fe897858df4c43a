import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../support/random.ts';
import { Disk } from './disk.ts';
import { judge, type Finding } from './judge.ts';
import { Ledger, readLine } from './ledger.ts';
import { DATA_LOSSES, NAME_LOSSES, type Left } from './power-cut.ts';
import { unpack, type Recording } from './record.ts';

/** One power cut: after how many entries of the recording, and what is left of what was not flushed. */
export interface Cut {
  readonly image: number;
  readonly after: number;
  readonly stage: string;
  readonly left: Left;
}

export interface Looked {
  readonly cut: Cut;
  readonly acknowledged: number;
  readonly findings: readonly Finding[];
}

/** Cuts by chance: every stage of the life as often as the others, and every kind of loss as often as the others. */
export function chooseCuts(
  { entries }: Recording,
  { images, seed }: { readonly images: number; readonly seed: number },
): Cut[] {
  const stages: { readonly stage: string; readonly from: number; to: number }[] = [];
  for (const [index, entry] of entries.entries()) {
    const line = entry.kind === 'marked' ? readLine(entry.text) : undefined;
    if (line?.what === 'stage') stages.push({ stage: line.stage, from: index + 1, to: index + 1 });
    const last = stages.at(-1);
    if (last !== undefined) last.to = index + 1;
  }
  return Array.from({ length: images }, (_, image) => {
    const random = randomOf(seed, image);
    const { stage, from, to } = random.oneOf(stages);
    const after = from + random.below(to - from + 1);
    return { image, after, stage, left: { data: random.oneOf(DATA_LOSSES), names: random.oneOf(NAME_LOSSES) } };
  });
}

/** Replays the recording once and looks at every image on the way, in the order of the cuts. */
export async function* lookAt(
  { entries }: Recording,
  cuts: readonly Cut[],
  { seed, scratch }: { readonly seed: number; readonly scratch: string },
): AsyncGenerator<Looked> {
  const disk = new Disk();
  const ledger = new Ledger();
  let done = 0;
  for (const cut of cuts.toSorted((one, other) => one.after - other.after)) {
    for (; done < cut.after; done += 1) {
      const entry = entries[done];
      if (entry === undefined) break;
      disk.apply(entry);
      if (entry.kind === 'marked') ledger.read(readLine(entry.text));
    }
    mkdirSync(scratch, { recursive: true });
    const folder = mkdtempSync(join(scratch, 'image-'));
    try {
      unpack(disk.afterPowerCut(randomOf(seed, cut.image), cut.left), folder);
      const { findings } = await judge(folder, ledger);
      yield { cut, acknowledged: ledger.acknowledged, findings };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Each image has its own, so that one can be looked at again alone. */
const randomOf = (seed: number, image: number): Random => new Random(Math.imul(seed, 1_000_003) + image);
