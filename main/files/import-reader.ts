import { Failure } from '../../app/failure.ts';
import type { ReadImport } from '../../app/script/formats/read-import.ts';
import type { Surroundings } from '../surroundings.ts';
import { ImportAnswer, type ImportQuestion } from './import-messages.ts';

/** A process apart that reads one file. It may be talked into anything by that file, so nothing in it is trusted. */
export interface ImportProcess {
  postMessage(question: ImportQuestion): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  kill(): void;
}

export interface ImportReaderOptions {
  readonly startProcess: () => ImportProcess;
  readonly wake: Surroundings['wake'];
}

/** No file a person writes takes nearly as long. */
export const IMPORT_DEADLINE_MS = 10_000;

/** Reads foreign files, each in a process of its own that is ended by the answer, the deadline or the signal. */
export class ImportReader {
  readonly #options: ImportReaderOptions;

  constructor(options: ImportReaderOptions) {
    this.#options = options;
  }

  /** @throws Failure `invalid`, `too-large`, or `closed` when the signal ends it. */
  async read(question: ImportQuestion, signal: AbortSignal): Promise<ReadImport> {
    if (signal.aborted) throw ended();
    using reading = new DisposableStack();
    const child = this.#options.startProcess();
    reading.defer(() => child.kill());
    const answered = new Promise<ImportAnswer>((resolve, reject) => {
      const stop = (): void => reject(ended());
      signal.addEventListener('abort', stop);
      reading.defer(() => signal.removeEventListener('abort', stop));
      reading.use(this.#options.wake(IMPORT_DEADLINE_MS, () => reject(tooSlow(question.fileName))));
      child.onMessage((message) => {
        const answer = ImportAnswer.safeParse(message);
        if (answer.success) resolve(answer.data);
        else reject(new Error('The import process answered with something else.', { cause: answer.error }));
      });
      child.onExit(() => reject(tooMuch(question.fileName)));
      child.postMessage(question);
    });
    return opened(await answered);
  }
}

function opened(answer: ImportAnswer): ReadImport {
  switch (answer.kind) {
    case 'read':
      return answer;
    case 'refused':
      throw new Failure(answer.code, answer.message);
    case 'broken':
      throw new Error(`The import process failed: ${answer.message}`);
    default:
      return answer satisfies never;
  }
}

const ended = (): Failure =>
  new Failure(
    'closed',
    'The import was ended. The file is unchanged, and nothing was imported. Choose it again to import it.',
  );

const tooSlow = (name: string): Failure =>
  new Failure(
    'too-large',
    `“${name}” took longer than 10 seconds to read. It is unchanged, and nothing was imported. Split it and import the parts.`,
  );

const tooMuch = (name: string): Failure =>
  new Failure(
    'too-large',
    `“${name}” needs more memory than an import may use. It is unchanged, and nothing was imported. Split it and import the parts.`,
  );
