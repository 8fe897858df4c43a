import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { FORMAT } from '../../app/script/format.ts';
import { readScript } from '../../app/script/plain-script.ts';

/**
 * One script of each format, as bytes that were frozen when it was the newest: every mark, moved, deleted and disputed
 * rows and scenes, and content of a newer build. Never written again; a new format adds a file.
 */
const FROZEN = globSync('tests/fixtures/documents/format-*.update').sort();

test('[SCRIPT-15] there is a frozen script of every format', () => {
  expect(FROZEN.length).toBe(FORMAT);
});

test('[SCRIPT-15] a frozen script opens and reads as on the day it was frozen', () => {
  for (const path of FROZEN) {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, readFileSync(path));
    expect(readScript(doc), path).toEqual(JSON.parse(readFileSync(path.replace('.update', '.json'), 'utf8')));
  }
});
