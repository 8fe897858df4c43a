import { parentPort } from 'node:worker_threads';

/** The real writer, in a thread that dies when it is asked to rename a script to "crash". */
parentPort?.on('message', ({ request }) => {
  if (request.name === 'rename' && request.input.title === 'crash') process.exit(1);
});
await import('../../main/vault/vault.worker.ts');
