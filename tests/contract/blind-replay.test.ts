import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeUpdate } from '../../app/blind/describe-update.ts';
import { makeBundle, readBundle } from '../../main/health/blind/bundle-file.ts';
import { scriptedLog } from '../support/scripted-log.ts';
import { NOON, TemporaryFolder } from '../support/vault.ts';

async function bundleOf(updates: readonly Uint8Array[]): Promise<Uint8Array> {
  return makeBundle(
    {
      updates: updates.map((bytes, n) => ({ ordinal: n + 1, format: 1, origin: 1, savedAt: NOON + n, bytes })),
      snapshot: { ordinal: 1, bytes: updates[0] ?? new Uint8Array() },
      isWhole: true,
    },
    { at: NOON, appVersion: '0.1.0', pause: async () => undefined },
    new AbortController().signal,
  );
}

function replay(file: Uint8Array, ...options: readonly string[]) {
  using folder = new TemporaryFolder();
  const path = join(folder.path, 'a.galley-blind');
  writeFileSync(path, file);
  const program = join(import.meta.dirname, '../../build/replay/replay.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, path, ...options], { encoding: 'utf8' });
  return { status, lines: stdout.trim().split('\n'), stderr };
}

test('[BLIND-4] a bundle is replayed by one command, which says that nothing is wrong or what is', async () => {
  const log = scriptedLog(2);
  const good = replay(await bundleOf(log), '--steps');
  expect(good.status).toBe(0);
  expect(good.lines[0]).toBe(`Recorded 2026-06-01T12:00:00.000Z by Galley 0.1.0 on ${process.platform}`);
  expect(good.lines.at(-1)).toBe('No faults');
  expect(good.lines).toContain(`${log.length} of ${log.length} updates applied, by ${clientsIn(good.lines)} clients`);
  const bad = replay(await bundleOf(log.toSpliced(1, 1)));
  expect(bad.status).toBe(1);
  expect(bad.lines.some((line) => /^ {2}gap +since update \d+/.test(line))).toBe(true);
});

const clientsIn = (lines: readonly string[]): string => /by (\d+) clients/.exec(lines.join('\n'))?.[1] ?? '';

test('[BLIND-4] what is no bundle is refused in one line', () => {
  const refused = replay(Buffer.from('words'));
  expect(refused.status).toBe(2);
  expect(refused.stderr).toMatch(/is no bundle/);
});

test('[BLIND-1] each bundle has a secret of its own: two of one script have other noise throughout', async () => {
  const log = scriptedLog(2);
  const [one, other] = await Promise.all([bundleOf(log), bundleOf(log)].map(async (file) => readBundle(await file)));
  const hasWords = (update: string | null): boolean =>
    / text (?:[3-9]|\d\d)/.test(describeUpdate(Buffer.from(update ?? '', 'base64')));
  const withWords = one?.updates.filter(({ update }) => hasWords(update)) ?? [];
  expect(withWords.length).toBeGreaterThan(2);
  const others = new Set(other?.updates.map(({ update }) => update));
  expect(withWords.filter(({ update }) => others.has(update))).toEqual([]);
});

test('[BLIND-5] what is no update is left out, told by its length, and the rest is there', async () => {
  const log = scriptedLog(2);
  const words = Buffer.from('The lighthouse keeper');
  const { updates } = await readBundle(await bundleOf([...log.slice(0, 3), words, ...log.slice(3)]));
  expect(updates.length).toBe(log.length + 1);
  expect(updates.filter(({ update }) => update === null)).toEqual([
    { ordinal: 4, format: 1, origin: 1, savedAt: NOON + 3, byteLength: words.length, update: null },
  ]);
});
