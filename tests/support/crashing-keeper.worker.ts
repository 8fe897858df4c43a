import { parentPort } from 'node:worker_threads';
import { unpackQuestions, type PackedQuestions } from '../../main/vault/packing.ts';
import type { KeeperCalls } from '../../main/vault/protocol.ts';

/** The real keeper, in a thread that dies when it is asked to search for "crash". */
parentPort?.on('message', (questions: PackedQuestions) => {
  if (
    unpackQuestions<KeeperCalls>(questions).some(
      ({ request }) => request.name === 'search' && request.input.query === 'crash',
    )
  )
    process.exit(1);
});
await import('../../main/vault/keeper.worker.ts');
