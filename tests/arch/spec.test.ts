import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isTest } from '../../build/imports.ts';
import { trackedFiles } from './tracked.ts';

const RULE = /^- \*\*([A-Z]+-\d+)\*\*/gm;
const TEST = /\b(?:test|it)\w*(?:\.\w+(?:\([^)]*\))?)*\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
const ID = /\[([A-Z]+-\d+)\]/g;

const rules = Array.from(readFileSync('docs/SPEC.md', 'utf8').matchAll(RULE), ([, id = '']) => id);
/** Tests that run on several things stand in a file of their own. */
const isSuite = (path: string): boolean => /[/-]suite\.ts$/.test(path);

const tests = trackedFiles()
  .filter((path) => (isTest(path) || isSuite(path)) && existsSync(path))
  .flatMap((path) => Array.from(readFileSync(path, 'utf8').matchAll(TEST), ([, , name = '']) => ({ path, name })))
  .map(({ path, name }) => ({ path, name, ids: Array.from(name.matchAll(ID), ([, id = '']) => id) }));

test('[HOUSE-3] every rule stands once', () => {
  expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([]);
});

test('[HOUSE-3] every rule has a test', () => {
  const proven = new Set(tests.flatMap(({ ids }) => ids));
  expect(rules.filter((id) => !proven.has(id))).toEqual([]);
});

test('[HOUSE-3] every test names a rule that there is', () => {
  const wrong = tests.filter(({ ids }) => ids.length === 0 || ids.some((id) => !rules.includes(id)));
  expect(wrong.map(({ path, name }) => `${path}: ${name}`)).toEqual([]);
});
