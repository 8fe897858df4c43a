import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SingleInstance } from './single-instance.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'galley-instance-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
const mine = (argument: string) => ({ argv: ['app', argument], cwd: '/', additionalData: { n: 1 } });
const ignore = (): void => undefined;

test('[HOST-17] the second one hands itself over and gets nothing; when the first leaves, the next one gets in', async () => {
  const path = folder();
  const received = Promise.withResolvers<unknown>();
  const first = SingleInstance.claim(path, mine('first'), received.resolve);
  expect(first).toBeDefined();
  expect(SingleInstance.claim(path, mine('second'), ignore)).toBeUndefined();
  expect(await received.promise).toEqual(mine('second'));
  first?.[Symbol.dispose]();
  using third = SingleInstance.claim(path, mine('third'), ignore);
  expect(third).toBeDefined();
});

test.each([
  ['a process that has ended', () => `${spawnSync(process.execPath, ['--version']).pid} 1`],
  ['an earlier process of the same number', () => `${process.pid} 1`],
  ['nobody who can be read', () => 'rubbish'],
])('[HOST-17] a lock of %s is taken over, with nothing left beside it', (_name, content) => {
  const path = folder();
  writeFileSync(join(path, 'standin.lock'), content());
  using instance = SingleInstance.claim(path, mine('late'), ignore);
  expect(instance).toBeDefined();
  expect(readdirSync(path).toSorted()).toEqual(['standin-inbox', 'standin.lock']);
  expect(readFileSync(join(path, 'standin.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} \\d+$`));
});
