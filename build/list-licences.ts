/**
 * What Galley contains of other people's work. Every build looks whether each package it bundled is in
 * renderer/about/licences.json and fails otherwise; `npm run licences` makes that list anew.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';
import * as z from 'zod';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const LIST = join(ROOT, 'renderer/about/licences.json');
const FOUND = join(ROOT, '.cache/licences');

/** Drawn into the interface by build/draw-icons.ts, so no bundle names it. */
const DRAWN = ['lucide-static'];

export const Licences = z.array(
  z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string().min(1) }),
);
export type Licences = z.output<typeof Licences>;

const Package = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** `of` names the bundle: main, preload or renderer. */
export function checkLicences(of: string): Plugin {
  return {
    name: 'galley:licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      const found = packagesOf(bundle);
      if (process.env['GALLEY_LICENCES'] === 'collect') {
        mkdirSync(FOUND, { recursive: true });
        writeFileSync(join(FOUND, `${of}.json`), JSON.stringify(found));
        return;
      }
      const listed = new Set(readList().map(({ name }) => name));
      const missing = found.filter((name) => !listed.has(name));
      if (missing.length > 0) {
        this.error(
          `These packages ship without their licences being listed: ${missing.join(', ')}. Run npm run licences.`,
        );
      }
    },
  };
}

function packagesOf(bundle: Rolldown.OutputBundle): readonly string[] {
  const files = Object.values(bundle).flatMap((part) =>
    part.type === 'chunk' ? part.moduleIds : part.originalFileNames,
  );
  const names = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

export const readList = (): Licences => Licences.parse(JSON.parse(readFileSync(LIST, 'utf8')));

/** The licence as its package gives it. */
export function licenceOf(name: string): Licences[number] {
  const folder = join(ROOT, 'node_modules', name);
  const { version, license } = Package.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  if (file === undefined) throw new Error(`${name} has no licence file of its own.`);
  return { name, version, licence: license, text: readFileSync(join(folder, file), 'utf8').trim() };
}

function writeList(): void {
  rmSync(FOUND, { recursive: true, force: true });
  const done = spawnSync(process.execPath, [join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], {
    cwd: ROOT,
    env: { ...process.env, GALLEY_LICENCES: 'collect' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (done.status !== 0 || !existsSync(FOUND)) throw new Error('The app could not be built.');
  const bundled = readdirSync(FOUND).flatMap((file) =>
    z.array(z.string()).parse(JSON.parse(readFileSync(join(FOUND, file), 'utf8'))),
  );
  const { dependencies } = Package.partial().parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const names = new Set([...bundled, ...DRAWN, ...Object.keys(dependencies ?? {})]);
  const licences = [...names].sort().map(licenceOf);
  writeFileSync(LIST, `${JSON.stringify(licences, null, 2)}\n`);
  console.log(`${licences.length} works listed in ${LIST}.`);
}

if (import.meta.main) writeList();
