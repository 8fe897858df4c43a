import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ImportProcess } from '../../main/files/import-reader.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export const IMPORT_PROCESS = path('../../main/files/import.process.ts');
export const ENDLESS_PROCESS = path('endless.process.ts');

export interface StartedProcesses {
  /** One for each start, the last one last. */
  readonly children: readonly ChildProcess[];
  readonly startProcess: () => ImportProcess;
}

/** The real import process, or another in its place, under plain Node. */
export function nodeProcesses(
  modulePath = IMPORT_PROCESS,
  { maxMemoryMb = 256 }: { readonly maxMemoryMb?: number } = {},
): StartedProcesses {
  const children: ChildProcess[] = [];
  const startProcess = (): ImportProcess => {
    const child = fork(modulePath, [], {
      execArgv: ['--import', path('parent-port.ts'), `--max-old-space-size=${maxMemoryMb}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    children.push(child);
    return {
      postMessage: (question) => void child.send(question),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.on('exit', listener),
      kill: () => void child.kill(),
    };
  };
  return { children, startProcess };
}

export async function exited(child: ChildProcess | undefined): Promise<void> {
  if (child !== undefined && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
