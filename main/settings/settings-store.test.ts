import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../app/settings.ts';
import { JsonFile } from './json-file.ts';
import { SettingsStore } from './settings-store.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'galley-settings-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const quiet = { warn: () => undefined };
const readBack = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

test('[WIN-9] a choice holds at once, is told to everyone and is there at the next start', async () => {
  const path = join(folder(), 'settings.json');
  const store = await SettingsStore.open(path, quiet);
  const told: unknown[] = [];
  using _listening = store.subscribe((settings) => told.push(settings));
  expect(store.get()).toEqual(DEFAULT_SETTINGS);
  expect(await store.change({ theme: 'dark' })).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(told).toEqual([{ ...DEFAULT_SETTINGS, theme: 'dark' }]);
  expect((await SettingsStore.open(path, quiet)).get().theme).toBe('dark');
});

test('[WIN-9] what a newer Galley wrote stays in the file', async () => {
  const path = join(folder(), 'settings.json');
  writeFileSync(path, JSON.stringify({ theme: 'sepia', zoomPercent: 120, tabs: { shown: true } }));
  const store = await SettingsStore.open(path, quiet);
  expect(store.get()).toEqual({ ...DEFAULT_SETTINGS, zoomPercent: 120 });
  await store.change({ outlineShown: false });
  expect(readBack(path)).toEqual({ theme: 'sepia', zoomPercent: 120, tabs: { shown: true }, outlineShown: false });
});

test.each(['{"theme": "da', '[1]', 'null', ''])(
  '[WIN-9] the damaged file %j is set aside, not written over',
  async (text) => {
    const path = join(folder(), 'settings.json');
    writeFileSync(path, text);
    const store = await SettingsStore.open(path, quiet);
    expect(store.get()).toEqual(DEFAULT_SETTINGS);
    await store.change({ theme: 'light' });
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe(text);
    expect(readBack(path)).toEqual({ theme: 'light' });
  },
);

test('[WIN-9] many changes at once leave the last of them, whole', async () => {
  const path = join(folder(), 'window.json');
  const file = new JsonFile(path);
  await Promise.all(Array.from({ length: 50 }, (_, n) => file.write({ n })));
  expect(readBack(path)).toEqual({ n: 49 });
  expect(existsSync(`${path}.new`)).toBe(false);
});

test('[WIN-9] a choice that cannot be kept says so and still holds', async () => {
  const place = folder();
  const store = await SettingsStore.open(join(place, 'gone', 'settings.json'), quiet);
  await expect(store.change({ theme: 'dark' })).rejects.toMatchObject({ name: 'Failure', code: 'disk-full' });
  expect(store.get().theme).toBe('dark');
});
