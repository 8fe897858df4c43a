// @ts-check
/**
 * Makes a checkout ready and then runs one of its programs: `node build/run/setup.mjs build/run/start.ts [args]`.
 * This one file is plain JavaScript for Node 20, because it runs before anything is installed; it brings the Node
 * that the rest of the house needs.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInForeground } from './child.mjs';
import { withLock } from './lock.mjs';
import { stop } from './stop.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');
const stamp = join(modules, '.galley-installed');

const NEEDS = 'Galley needs Node 20 or newer with npm 11 or newer to set itself up';
const OWN_NODE = 24;

/** @param {string} version */
const majorOf = (version) => Number(/^v?(\d+)/.exec(version)?.[1] ?? 0);

function npm() {
  const script = process.env['npm_execpath'];
  return script !== undefined && /\.c?js$/.test(script)
    ? { command: process.execPath, args: [script] }
    : { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

function npmVersion() {
  const { command, args } = npm();
  const asked = spawnSync(command, [...args, '--version'], { encoding: 'utf8', shell: command.endsWith('.cmd') });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

/** What node_modules was made from: the lockfile, the settings it is read with, and the machine. */
function wantedStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of ['package-lock.json', '.npmrc']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wantedStamp();

async function install() {
  if (isInstalled()) return;
  await withLock(
    join(root, '.cache', 'install.lock'),
    () => {
      if (isInstalled()) return; // somebody else did it while this process waited
      const version = npmVersion();
      if (version === undefined) stop(`${NEEDS}. No npm was found here.`);
      if (majorOf(version) < 11) {
        stop(`${NEEDS}. Here npm is ${version}.\nInstall it with: npm install --global npm@11`);
      }
      console.log('Installing packages from the lockfile…');
      const { command, args } = npm();
      // On Windows a running program cannot be replaced, and this may be the Node out of node_modules.
      const verb = process.platform === 'win32' && process.execPath.startsWith(modules) ? 'install' : 'ci';
      const done = spawnSync(command, [...args, verb, '--no-audit', '--no-fund'], {
        cwd: root,
        env: { ...process.env, npm_config_loglevel: 'error' }, // also under npm run --silent, its errors are wanted
        stdio: ['ignore', 'inherit', 'inherit'],
        shell: command.endsWith('.cmd'),
      });
      if (done.status !== 0)
        stop('npm could not install the packages. Its own words are above; nothing else was changed.');
      mkdirSync(modules, { recursive: true });
      writeFileSync(stamp, wantedStamp());
    },
    { onWait: (pid) => console.log(`Another set-up is running here (process ${pid}); waiting for it…`) },
  );
}

/** The Node that runs everything else: this one, the one npm installed for this platform, or none. */
function findNode() {
  if (majorOf(process.version) >= OWN_NODE) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const installed = join(
    modules,
    `node-${platform}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(installed)) return installed;
  return stop(
    `Galley runs on Node ${OWN_NODE} or newer, and npm has none for ${process.platform} ${process.arch}. ` +
      `Here Node is ${process.version}.\nInstall Node ${OWN_NODE} (for example from nodejs.org), then run this again.`,
  );
}

const [program, ...args] = process.argv.slice(2);
if (program === undefined) stop('Usage: node build/run/setup.mjs <program.ts> [arguments]');
if (majorOf(process.version) < 20) stop(`${NEEDS}. Here Node is ${process.version}.`);
await install();
process.chdir(root);
process.env['PATH'] = join(modules, '.bin') + delimiter + (process.env['PATH'] ?? '');
process.exitCode = await runInForeground(findNode(), [join(root, program), ...args]).ended;
