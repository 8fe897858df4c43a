import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BackupId } from '../../app/ids.ts';
import { Random } from '../../tests/support/random.ts';
import { TemporaryFolder } from '../../tests/support/vault.ts';
import { failureOf } from '../vault/failures.ts';
import { Opening, PersonLeft } from './opening.ts';

const WINDOW = 7;
const backupId = BackupId.parse(new Random(1).uuid());

/** Opening that fails with these, one after the other, and then answers 'scripts'. */
function openingThatFails(...errors: unknown[]) {
  using folder = new TemporaryFolder();
  const done: string[] = [];
  const opening = new Opening<string>({
    open: async () => {
      const error = errors.shift();
      if (error !== undefined) throw error;
      return 'scripts';
    },
    restore: async (from) => void done.push(`restored ${from.backupId} from ${from.elsewhere}`),
    accountFolder: join(folder.path, 'account'),
    showWindow: async () => {
      done.push('asked');
      return WINDOW;
    },
    closeWindow: () => void done.push('closed'),
    onFailed: () => void done.push('told'),
  });
  return { opening, done };
}

/** The window asks once it is there. */
async function asked(opening: Opening<string>): Promise<void> {
  await expect.poll(() => opening.asksIn(WINDOW)).toBe(true);
}

test('[BACKUP-14] scripts that open well ask nobody anything', async () => {
  const { opening, done } = openingThatFails();
  expect(await opening.open()).toBe('scripts');
  expect(opening.trouble()).toBeNull();
  expect(done).toEqual([]);
});

test('[BACKUP-14] scripts that another Galley has open are no case for this one', async () => {
  const { opening, done } = openingThatFails(failureOf('busy'));
  await expect(opening.open()).rejects.toMatchObject({ code: 'busy' });
  expect(done).toEqual([]);
});

test('[BACKUP-14] trying again says what stands in the way now, until it works; whoever waits then has the scripts', async () => {
  const { opening, done } = openingThatFails(failureOf('disk-full'), failureOf('read-only-disk'));
  const waiting = opening.open();
  await asked(opening);
  expect(opening.trouble()).toMatchObject({ code: 'disk-full', backups: [], lookedIn: null });
  await expect(opening.tryAgain()).rejects.toMatchObject({ code: 'read-only-disk' });
  expect(opening.trouble()).toMatchObject({ code: 'read-only-disk' });
  await opening.tryAgain();
  expect(await waiting).toBe('scripts');
  expect(opening.trouble()).toBeNull();
  opening.windowGone(WINDOW);
  expect(done).toEqual(['told', 'asked', 'told', 'closed']);
});

test('[BACKUP-14] a backup is restored, also from a folder that was looked into, and then opened', async () => {
  const { opening, done } = openingThatFails(failureOf('damaged'));
  const waiting = opening.open();
  await asked(opening);
  opening.lookIn('a folder');
  await opening.restore(backupId);
  expect(await waiting).toBe('scripts');
  expect(done).toEqual(['told', 'asked', `restored ${backupId} from a folder`, 'closed']);
});

test('[BACKUP-14] closing the window is leaving, and a fault of the program is told without its own words', async () => {
  const { opening } = openingThatFails(new TypeError('x is not a function'));
  const waiting = opening.open();
  await asked(opening);
  expect(opening.trouble()).toMatchObject({ code: 'unexpected' });
  expect(opening.trouble()?.message).not.toContain('function');
  opening.windowGone(3);
  opening.windowGone(WINDOW);
  await expect(waiting).rejects.toBeInstanceOf(PersonLeft);
});
