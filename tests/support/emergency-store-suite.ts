import { expect, test } from 'vitest';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import type { EmergencyStore, KeptRow } from '../../renderer/document/emergency-store.ts';
import { Random } from './random.ts';

export interface OpenedStore extends AsyncDisposable {
  readonly store: EmergencyStore;
  /** The same store as another window, or a later start, finds it. */
  again(): Promise<EmergencyStore>;
}

/** What every emergency store promises. Runs on the real one in a browser and on the one in memory. */
export function emergencyStoreSuite(kind: string, open: () => Promise<OpenedStore>): void {
  const random = new Random(21);
  const scriptId = ScriptId.parse(random.uuid());
  const row = (at: number, turn = 0, bytes = 40): KeptRow => ({
    scriptId,
    updateId: UpdateId.parse(random.uuid()),
    format: 1,
    update: Uint8Array.from({ length: bytes }, () => random.below(256)),
    edits: 1,
    at,
    turn,
  });
  const plain = (rows: readonly KeptRow[]) => rows.map((each) => ({ ...each, update: [...each.update] }));

  test(`[FULL-13] ${kind}: what is kept is there for other windows and later starts, byte for byte and in order`, async () => {
    await using opened = await open();
    const [second, first, third] = [row(20), row(10), row(20, 1, 200_000)];
    await opened.store.keep([second]);
    await opened.store.keep([third, first]);
    expect(plain(await opened.store.read())).toEqual(plain([first, second, third]));
    expect(plain(await (await opened.again()).read())).toEqual(plain([first, second, third]));
  });

  test(`[FULL-13] ${kind}: the same row again is harmless, and rows go one by one`, async () => {
    await using opened = await open();
    const [one, two] = [row(1), row(2)];
    await opened.store.keep([one, two]);
    await opened.store.keep([one]);
    await opened.store.forget([one.updateId, UpdateId.parse(random.uuid())]);
    await opened.store.forget([one.updateId]);
    expect(plain(await (await opened.again()).read())).toEqual(plain([two]));
    await opened.store.forget([two.updateId]);
    expect(await opened.store.read()).toEqual([]);
  });

  test(`[FULL-13] ${kind}: several windows keep at once, and all of it is there`, async () => {
    await using opened = await open();
    const rows = Array.from({ length: 60 }, (_each, at) => row(at));
    const [second, third] = [await opened.again(), await opened.again()];
    const keep = (store: EmergencyStore, from: number) => rows.slice(from, from + 20).map((each) => store.keep([each]));
    await Promise.all([...keep(opened.store, 0), ...keep(second, 20), ...keep(third, 40)]);
    expect(plain(await opened.store.read())).toEqual(plain(rows));
  });
}
