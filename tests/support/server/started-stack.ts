import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface StartedStack extends AsyncDisposable {
  readonly process: ChildProcess;
  /** Everything it has said so far. */
  readonly output: () => string;
  /** Settles when it has said this; fails when it ends without. */
  says(words: string): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** A checkout that npm has not set up would be installed anew under the tests that run in it. */
const isSetUp = existsSync('node_modules/.galley-installed');

/** `npm run supabase` as a process, in a group of its own. Disposing kills what is left of it. */
export function startStack(args: readonly string[]): StartedStack {
  const command = isSetUp ? ['npm', 'run', '--silent', 'supabase', '--'] : ['node', 'supabase/local/start.ts'];
  const [program = '', ...first] = command;
  const child = spawn(program, [...first, ...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const looks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      for (const look of looks) look();
    });
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    process: child,
    output: () => said,
    says: (words) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said.includes(words)) resolve();
        };
        looks.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended without saying "${words}":\n${said}`)));
      }),
    ended,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
        process.kill(-child.pid, 'SIGKILL');
      }
      await ended;
    },
  };
}
