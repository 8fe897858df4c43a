import { expect, test } from 'vitest';
import { howToInstall } from './system-packages.ts';

test('[HOUSE-14] root on Debian gets the missing packages installed', () => {
  expect(howToInstall(['chromium', 'xvfb'], { hasAptGet: true, isRoot: true })).toEqual({
    kind: 'install',
    aptGet: [
      ['update'],
      ['--option=DPkg::Lock::Timeout=300', 'install', '--yes', '--no-install-recommends', 'chromium', 'xvfb'],
    ],
  });
});

test('[HOUSE-14] anybody else on Debian is told the exact command', () => {
  expect(howToInstall(['chromium', 'xvfb'], { hasAptGet: true, isRoot: false })).toEqual({
    kind: 'tell',
    words:
      'This machine needs chromium, xvfb. Run this, then try again:\n\n' +
      '  sudo apt-get update && sudo apt-get install --yes --no-install-recommends chromium xvfb',
  });
});

test('[HOUSE-14] on another system people are told what is missing', () => {
  expect(howToInstall(['chromium'], { hasAptGet: false, isRoot: true })).toEqual({
    kind: 'tell',
    words: 'This machine needs: chromium. Install them, then run this again.',
  });
});
