import { parentPort } from 'node:worker_threads';

/** The real keeper, in a thread that dies when it is asked to search for "crash". */
parentPort?.on('message', ({ request }) => {
  if (request.name === 'search' && request.input.query === 'crash') process.exit(1);
});
await import('../../main/vault/keeper.worker.ts');
