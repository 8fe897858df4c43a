import { expect, test } from 'vitest';
import { chromiumNames, Permissions } from './permissions.ts';
import type { Question } from './wire.ts';

const asker = { url: 'app://galley/index.html', origin: 'app://galley' };
const contents = {};
const question = (kind: Question['kind'], permission: string, details: Question['details'] = {}): Question => ({
  kind,
  permission,
  details,
});

test('[HOST-11] without handlers everything but screens and devices is granted, as in Electron', async () => {
  const permissions = new Permissions();
  const ask = (kind: Question['kind']): Promise<boolean> => permissions.decide(contents, asker, question(kind, 'usb'));
  expect(await Promise.all([ask('check'), ask('request'), ask('display'), ask('device')])).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('[HOST-11] each handler is asked in Electron’s words, and its answer is the answer', async () => {
  const permissions = new Permissions();
  const asked: unknown[] = [];
  permissions.setRequestHandler((who, permission, callback, details) => {
    asked.push([who === contents, permission, details]);
    callback(permission === 'media');
  });
  permissions.setCheckHandler((_who, permission, origin) => {
    asked.push([permission, origin]);
    return permission === 'usb';
  });
  permissions.setDeviceHandler((details) => {
    asked.push(details);
    return true;
  });
  permissions.setDisplayHandler((_request, callback) => callback({}));
  const ask = (...given: Parameters<typeof question>): Promise<boolean> =>
    permissions.decide(contents, asker, question(...given));
  expect(await ask('request', 'media', { mediaTypes: ['video'] })).toBe(true);
  expect(await ask('request', 'midi')).toBe(false);
  expect(await ask('device', 'usb')).toBe(true);
  expect(await ask('device', 'hid')).toBe(false);
  expect(await ask('display', 'display-capture')).toBe(false);
  expect(asked).toEqual([
    [true, 'media', { mediaTypes: ['video'], isMainFrame: true, requestingUrl: asker.url }],
    [true, 'midi', { isMainFrame: true, requestingUrl: asker.url }],
    ['usb', 'app://galley'],
    expect.objectContaining({ deviceType: 'usb', origin: 'app://galley' }),
    ['hid', 'app://galley'],
  ]);
});

test('[HOST-11] Electron’s permissions have Chromium’s names', () => {
  expect(chromiumNames('media', { mediaTypes: ['video', 'audio'] })).toEqual(['camera', 'microphone']);
  expect(chromiumNames('media', { mediaType: 'audio' })).toEqual(['microphone']);
  expect(chromiumNames('clipboard-sanitized-write', {})).toEqual(['clipboard-write']);
  expect(chromiumNames('geolocation', {})).toEqual(['geolocation']);
  expect(chromiumNames('fullscreen', {})).toEqual([]);
});
