import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { stop } from './stop.mjs';

const STAMP = join('.cache', 'built-from');
const SOURCES = ['app', 'main', 'preload', 'renderer', 'supabase'].map((folder) => `${folder}/**`);
const SETTINGS = ['build/*.ts', 'package.json', 'package-lock.json', 'electron.vite.config.ts'];

/** Bundles the app into out/ unless what is there was made from these very sources. Safe when two run at once. */
export async function buildApp(options: { readonly always: boolean } = { always: false }): Promise<void> {
  await withLock(join('.cache', 'build.lock'), () => {
    const sources = hashOfSources();
    const built = existsSync(STAMP) && existsSync(join('out', 'main', 'main.js')) ? readFileSync(STAMP, 'utf8') : '';
    if (built === sources && !options.always) return;
    console.log('Building…');
    const electronVite = join('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const done = spawnSync(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (done.status !== 0) stop(`The app could not be built:\n\n${done.stdout}${done.stderr}`);
    mkdirSync('.cache', { recursive: true });
    writeFileSync(STAMP, sources);
  });
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = globSync([...SOURCES, ...SETTINGS])
    .filter((path) => !/\.test\.tsx?$/.test(path) && statSync(path).isFile())
    .sort();
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
