import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { expect, test } from 'vitest';
import { trackedFiles } from './tracked.ts';

const MAX_LINES = 350;
/** Written by a program, and held to what that makes by a test of its own. */
const GENERATED = ['app/server/database.ts'];
const BINARY = /\.(png|ico|icns|woff2|sqlite3?|db|bin|zst|docx|ydoc|yjs)$/;
/** In a document: code that is a path from the repository's root, and a link that stays in the repository. */
const NAMED_PATH = /`((?:app|main|preload|renderer|supabase|build|tests|bench|docs)\/[\w./-]*)`/g;
const LINK = /\]\((?!https?:|#)([^)#\s]+)/g;
const Versions = z.record(z.string(), z.string()).default({});
const Package = z.object({
  scripts: Versions,
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
});
const Locked = z.object({
  dependencies: Versions,
  optionalDependencies: Versions,
  resolved: z.string().optional(),
});
const Lockfile = z.object({ packages: z.record(z.string(), Locked) });

const files = trackedFiles()
  .filter((path) => existsSync(path) && !BINARY.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** What must not be in a repository that others clone. The patterns are written so that they do not find themselves. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  'a path of one machine': /(?<![\w.$}])\/(?:work|root|home\/[a-z]+|Users\/[A-Za-z]+)\/|[A-Z]:\\\\?Users\\/,
  'a package registry': /https?:\/\/[\w.-]*(?:registry|artifactory|nexus)[\w.-]*/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY/,
  'a token': /\b(?:ey[J][\w-]{10,}\.ey[J]|sb_secret[_]\w{8}|gh[pousr]_\w{20}|AKI[A][0-9A-Z]{16}|npm_[A-Za-z0-9]{36})/,
  'something unfinished': /\b(?:TO[D]O|FIX[M]E|XX[X])\b/,
};

for (const [what, pattern] of Object.entries(FORBIDDEN)) {
  test(`[HOUSE-5] no file holds ${what}`, () => {
    const found = files.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });
}

test('[HOUSE-6] package.json names exact versions', () => {
  const { dependencies, devDependencies, optionalDependencies } = Package.parse(json('package.json'));
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('[HOUSE-6] the lockfile is whole and names no host', () => {
  const { packages } = Lockfile.parse(json('package-lock.json'));
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const wanted = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => ({ path, name })),
  );
  expect(wanted.filter(({ name }) => !names.has(name))).toEqual([]);
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});

test(`[HOUSE-7] a source file has at most ${MAX_LINES} lines`, () => {
  const long = files
    .filter(({ path }) => /\.(ts|tsx|css|sql)$/.test(path) && !path.startsWith('tests/fixtures/'))
    .filter(({ path }) => !GENERATED.includes(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES);
  expect(long).toEqual([]);
});

test('[HOUSE-8] every file and folder that the documents name is there', () => {
  const missing = files
    .filter(({ path }) => path.endsWith('.md') && !path.startsWith('tests/fixtures/'))
    .flatMap(({ path, text }) => {
      const named = Array.from(text.matchAll(NAMED_PATH), ([, name = '']) => name);
      const linked = Array.from(text.matchAll(LINK), ([, target = '']) => join(dirname(path), target));
      return [...named, ...linked].filter((target) => !existsSync(target)).map((target) => `${path}: ${target}`);
    });
  expect(missing).toEqual([]);
});

test('[HOUSE-8] every command that the documents name is in package.json', () => {
  const { scripts } = Package.parse(json('package.json'));
  const named = files
    .filter(({ path }) => path.endsWith('.md') || path.startsWith('.github/') || path.startsWith('.ci/'))
    .flatMap(({ path, text }) =>
      Array.from(text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/g), ([, script, short]) => ({
        path,
        script: script ?? short ?? '',
      })),
    );
  expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
});
