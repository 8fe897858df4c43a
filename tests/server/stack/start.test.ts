import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { DEMO_VARIABLE, SERVER_VARIABLE } from '../../../app/server/environment.ts';
import { readDemoAccounts } from '../../../main/account/demo-accounts.ts';
import { ServerSetting } from '../../../main/account/server-setting.ts';
import { descendants } from '../../e2e/processes.ts';
import { people } from '../../support/server/people.ts';
import { freePorts } from '../../support/server/free-ports.ts';
import { startStack } from '../../support/server/started-stack.ts';

const OFFSETS = [1, 3, 10];
const READY = 'Demo accounts';

/** The script of the README's development part, exactly. */
function readmeScript(): string {
  const [, script = ''] = /<!-- sign-in -->\n```js\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  return script;
}

/** What a person copies from the first lines of the output. */
function environmentOf(output: string): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Array.from(output.matchAll(/^([A-Z_]+)=(\S+)$/gm), ([, name = '', value]) => [name, value]),
  );
}

/** What `npm start` hears of a stack at this port. */
function toldOf(port: string): Readonly<Record<string, string>> {
  const told = execFileSync(process.execPath, ['supabase/local/tell-stack.ts', '--port', port], { encoding: 'utf8' });
  return z.record(z.string(), z.string()).parse(JSON.parse(told));
}

test('[STACK-3] [STACK-4] [STACK-5] [ACCOUNT-15] it starts, signs in by the README, tells `npm start` of itself, stops on a signal with nothing left, and starts again', async () => {
  const dataFolder = join(tmpdir(), `galley-stack-${randomUUID()}`);
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
  const port = String(await freePorts(OFFSETS));
  const args = ['--port', port, '--data-dir', dataFolder];
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    await using stack = startStack(args);
    await stack.says(READY);
    expect(stack.output()).toMatch(/^Galley's Supabase is ready after \d+\.\d s\./);

    const env = { ...process.env, ...environmentOf(stack.output()) };
    const read = execFileSync(process.execPath, ['--input-type=module', '--eval', readmeScript()], {
      env,
      encoding: 'utf8',
    });
    expect(read.trim()).toBe('The harbour pilot, interview: 3 scenes, 10 rows');

    const told = toldOf(port);
    const setting = ServerSetting.parse(JSON.parse(told[SERVER_VARIABLE] ?? ''));
    expect(setting.url).toBe(`http://127.0.0.1:${port}`);
    expect(readDemoAccounts(told[DEMO_VARIABLE])?.accounts.map(({ email }) => email)).toContain(people.felix.email);

    await using sameData = startStack(['--port', String(await freePorts(OFFSETS)), '--data-dir', dataFolder]);
    expect(await sameData.ended).toEqual({ code: 1, signal: null });
    expect(sameData.output()).toContain(`already running on ${dataFolder}`);
    await using samePort = startStack(['--port', port, '--data-dir', `${dataFolder}-2`]);
    expect(await samePort.ended).toEqual({ code: 1, signal: null });
    expect(samePort.output()).toContain(`Port ${port} is in use`);

    const below = descendants(stack.process.pid ?? 0);
    expect(below.length).toBeGreaterThan(2);
    stack.process.kill(signal);
    expect(await stack.ended).toEqual({ code: 0, signal: null });
    expect(below.filter((pid) => globSync(`/proc/${pid}`).length > 0)).toEqual([]);
    expect(toldOf(port)).toEqual({});
  }
});

test('[STACK-9] what cannot be done is said in words, with code 1', () => {
  const run = (args: readonly string[]): unknown => {
    // With nothing to find in the PATH there is no Docker either.
    const { status, stdout, stderr } = spawnSync(process.execPath, ['supabase/local/start.ts', ...args], {
      encoding: 'utf8',
      env: { PATH: '' },
    });
    return { status, stdout, says: stderr.trim().split('\n')[0] };
  };
  expect(run(['--docker'])).toEqual({
    status: 1,
    stdout: '',
    says:
      'There is no running Docker engine here, and "supabase start" needs one. ' +
      'Start Docker, or leave --docker out: then Supabase runs without it.',
  });
  expect(run(['--prot', '1'])).toEqual({ status: 1, stdout: '', says: "Unknown option '--prot'." });
});
