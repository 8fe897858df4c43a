import { expect, test } from 'vitest';
import { chromiumArguments, type ChromiumChoice } from './arguments.ts';
import { lockHolder } from './profile.ts';

const choice: ChromiumChoice = {
  userDataFolder: '/u',
  headless: false,
  isRoot: false,
  debuggingPort: undefined,
  switches: new Map(),
};
const flags = (over: Partial<ChromiumChoice> = {}): readonly string[] => chromiumArguments({ ...choice, ...over });

test('[HOST-1] only root goes without the sandbox, only a launcher that asks gets a port', () => {
  expect(flags()).toEqual(expect.arrayContaining(['--user-data-dir=/u', '--remote-debugging-pipe']));
  for (const flag of ['--no-sandbox', '--headless=new', '--remote-debugging-port=0'])
    expect(flags()).not.toContain(flag);
  expect(flags({ isRoot: true, headless: true, debuggingPort: '0' })).toEqual(
    expect.arrayContaining(['--no-sandbox', '--headless=new', '--remote-debugging-port=0']),
  );
});

test('[HOST-1] switches of the app are added, none twice, and lists of features are one list', () => {
  const switches = new Map([
    ['force-color-profile', 'srgb'],
    ['no-first-run', ''],
    ['disable-features', 'Translate,Own'],
    ['enable-features', 'A,B'],
  ]);
  const given = flags({ switches });
  expect(given).toContain('--force-color-profile=srgb');
  expect(given.filter((flag) => flag === '--no-first-run')).toHaveLength(1);
  const disabled = given.filter((flag) => flag.startsWith('--disable-features='));
  expect(disabled).toHaveLength(1);
  expect(disabled[0]?.split(',').filter((name) => name.endsWith('Translate'))).toHaveLength(1);
  expect(disabled[0]).toContain(',Own');
  expect(given).toContain('--enable-features=A,B');
});

test('[HOST-16] a lock names the process that holds the profile', () => {
  expect(lockHolder('some-host-name-4711')).toBe(4711);
  expect(lockHolder('rubbish')).toBeUndefined();
});
