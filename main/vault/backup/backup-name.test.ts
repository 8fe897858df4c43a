import { BackupId } from '../../../app/ids.ts';
import { expect, test } from 'vitest';
import { Random } from '../../../tests/support/random.ts';
import { fileNameOf, readFileName, type BackupName } from './backup-name.ts';

const name: BackupName = {
  number: 7,
  madeAt: Date.UTC(2026, 5, 1, 12, 30),
  kind: 'daily',
  backupId: BackupId.parse(new Random(1).uuid()),
  state: 'verified',
};

test('[BACKUP-3] a backup’s file name tells all about it, whatever the clock said', () => {
  expect(fileNameOf(name)).toBe(`000007_2026-06-01T12-30-00.000Z_daily_${name.backupId}.backup`);
  for (const madeAt of [name.madeAt, 0, -8.64e15, 8.64e15, Date.UTC(12_026, 0)]) {
    for (const state of ['unverified', 'verified', 'damaged'] as const) {
      const each: BackupName = { ...name, madeAt, state, kind: 'asked', number: 1_234_567 };
      expect(readFileName(fileNameOf(each))).toEqual(each);
    }
  }
});

test('[BACKUP-3] files that are none of ours, or were never finished, are no backups', () => {
  const good = fileNameOf(name);
  const others = ['', 'objects', `${good}.part`, good.replace('daily', 'hourly'), good.replace('.backup', '.zip')];
  for (const other of others) expect(readFileName(other)).toBeUndefined();
});
