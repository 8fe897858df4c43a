import { utilityProcess } from 'electron';
import type { ImportProcess } from './import-reader.ts';

/** Enough for the largest script there may be; a file that needs more is refused. */
const MAX_MEMORY_MB = 256;

/** A process without windows or output, apart from the one that holds the scripts. */
export function startImportProcess(modulePath: string): ImportProcess {
  const child = utilityProcess.fork(modulePath, [], {
    serviceName: 'Galley import',
    execArgv: [`--max-old-space-size=${MAX_MEMORY_MB}`],
    stdio: 'ignore',
  });
  return {
    postMessage: (question) => child.postMessage(question),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  };
}
