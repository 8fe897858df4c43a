import { parentPort } from 'node:worker_threads';
import { unpackQuestions, type PackedQuestions } from '../../main/vault/packing.ts';
import type { WriterCalls } from '../../main/vault/protocol.ts';

/** The real writer, in a thread that dies when it is asked to rename a script to "crash". */
parentPort?.on('message', (questions: PackedQuestions) => {
  if (
    unpackQuestions<WriterCalls>(questions).some(
      ({ request }) => request.name === 'rename' && request.input.title === 'crash',
    )
  )
    process.exit(1);
});
await import('../../main/vault/vault.worker.ts');
