import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { Random } from '../support/random.ts';
import { Disk } from './disk.ts';
import { DATA_LOSSES, NAME_LOSSES, type Image } from './power-cut.ts';
import { checkRecording, recordProgram } from './record.ts';

const WRITER = join(import.meta.dirname, 'write-files.ts');
const Told = z.object({ what: z.enum(['asked', 'written']), name: z.string(), content: z.string().nullable() });

/** Of each file: the last content that was said to be written, and what was asked for since; null is any content. */
type Versions = Map<string, { certain: string | null | undefined; readonly asked: (string | null)[] }>;

test.runIf(process.platform === 'linux')(
  '[POWER-6] a file that was written is there after a power cut; while it is written, it is the old or the new one',
  async () => {
    const within = mkdtempSync(join(tmpdir(), 'galley-files-'));
    try {
      const recording = await recordProgram(within, WRITER);
      checkRecording(recording);
      const disk = new Disk();
      const versions: Versions = new Map();
      const faults: string[] = [];
      for (const [index, entry] of recording.entries.entries()) {
        disk.apply(entry);
        if (entry.kind === 'marked') note(versions, Told.parse(JSON.parse(entry.text)));
        for (const data of DATA_LOSSES) {
          for (const names of NAME_LOSSES) {
            const image = disk.afterPowerCut(new Random(index), { data, names });
            for (const fault of faultsOf(image, versions)) faults.push(`after ${index}, ${data}, ${names}: ${fault}`);
          }
        }
      }
      expect([...versions.values()].every(({ certain }) => certain !== undefined)).toBe(true);
      expect(faults).toEqual([]);
    } finally {
      rmSync(within, { recursive: true, force: true });
    }
  },
);

function note(versions: Versions, { what, name, content }: z.output<typeof Told>): void {
  const file = versions.get(name) ?? { certain: undefined, asked: [] };
  versions.set(name, file);
  if (what === 'asked') file.asked.push(content);
  else {
    file.certain = content;
    file.asked.length = 0;
  }
}

function faultsOf(image: Image, versions: Versions): readonly string[] {
  return [...versions].flatMap(([name, { certain, asked }]) => {
    const found = image.get(name)?.toString();
    const isRight =
      certain === null ? found !== undefined : found === certain || (found !== undefined && asked.includes(found));
    return isRight ? [] : [`${name} is ${found === undefined ? 'gone' : `${found.length} other bytes`}`];
  });
}
