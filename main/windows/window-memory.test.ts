import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ScriptId } from '../../app/ids.ts';
import { WindowMemory } from './window-memory.ts';
import type { OpenWindow } from './windows.ts';

const scriptId = ScriptId.parse('7c9e6679-7425-40de-944b-e07fc1f90ae7');
const place = { bounds: { x: -10, y: 20, width: 900, height: 700 }, maximized: true };
const library: OpenWindow = { showing: { kind: 'library' }, place };
const script: OpenWindow = { showing: { kind: 'script', scriptId }, place };

/** Opens the memory of one profile; `settle` is the pause that follows a movement. */
function openProfile() {
  const folder = mkdtempSync(join(tmpdir(), 'galley-windows-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'windows.json');
  let callBack: (() => void) | null = null;
  const warned: string[] = [];
  const open = () =>
    WindowMemory.open(path, {
      log: { warn: (...[event]) => void warned.push(event) },
      wake: (_afterMs, then) => {
        callBack = then;
        return { [Symbol.dispose]: () => void (callBack = null) };
      },
    });
  return { path, open, warned, settle: () => callBack?.(), isWaiting: () => callBack !== null };
}

test('[WIN-13] what was open last is remembered, in the order of use', async () => {
  const { open } = openProfile();
  {
    await using memory = await open();
    expect(memory.remembered).toEqual([]);
    memory.note([library]);
    memory.note([library, script]);
  }
  expect((await open()).remembered).toEqual([library, script]);
});

test('[WIN-13] the last window to close opens again', async () => {
  const { open } = openProfile();
  {
    await using memory = await open();
    memory.note([script]);
    memory.note([]);
  }
  expect((await open()).remembered).toEqual([script]);
});

test('[WIN-13] a dragged window is written when it stands still, also without quitting', async () => {
  const { open, settle, isWaiting } = openProfile();
  const memory = await open();
  for (let n = 0; n < 100; n += 1) memory.note([library]);
  memory.note([script]);
  expect(isWaiting()).toBe(true);
  settle();
  await memory[Symbol.asyncDispose]();
  expect((await open()).remembered).toEqual([script]);
});

test.each([
  '{',
  '[]',
  '{"windows": 1}',
  '{"windows": [{"showing": "#/library"}]}',
  `{"windows": [{"showing": "#/library", "place": {"bounds": {"x": 1e400, "y": 0, "width": 1, "height": 1}, "maximized": 1}}]}`,
])('[WIN-13] the unreadable file %j is forgotten', async (text) => {
  const { path, open, warned } = openProfile();
  writeFileSync(path, text);
  expect((await open()).remembered).toEqual([]);
  expect(warned).toEqual(['windows.forgotten']);
});

test('[WIN-13] a remembered address that is not ours opens the library', async () => {
  const { path, open } = openProfile();
  const first = { showing: 'https://example.org/', place };
  writeFileSync(path, JSON.stringify({ windows: [first] }));
  expect((await open()).remembered).toEqual([library]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ windows: [first] });
});
