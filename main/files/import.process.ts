import { randomUUID } from 'node:crypto';
import { Failure } from '../../app/failure.ts';
import { readImport } from '../../app/script/formats/read-import.ts';
import { sha256 } from './sha256.ts';
import { ImportQuestion, type ImportAnswer } from './import-messages.ts';

/** Entry of the process that reads one foreign file, answers, and is ended. It opens no file and no connection. */
process.parentPort.once('message', ({ data }) => process.parentPort.postMessage(answer(data)));

function answer(data: unknown): ImportAnswer {
  try {
    const { preview, updates } = readImport(ImportQuestion.parse(data), { newId: randomUUID, sha256 });
    return { kind: 'read', preview, updates: [...updates] };
  } catch (error) {
    if (error instanceof Failure) return { kind: 'refused', code: error.code, message: error.message };
    return { kind: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
