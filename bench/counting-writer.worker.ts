import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { Writer } from '../main/vault/writer.ts';

const { commit, end } = Writer.prototype as { commit: Writer['commit']; end: Writer['end'] };
let commits = 0;

/** The shipped writer, whose commits are counted; the count is written beside the vault when it closes. */
Object.assign(Writer.prototype, {
  commit(this: Writer, ...args: Parameters<Writer['commit']>) {
    commits += 1;
    return commit.apply(this, args);
  },
  end(this: Writer, ...args: Parameters<Writer['end']>) {
    end.apply(this, args);
    writeFileSync(join(workerData.folder, 'commits'), String(commits));
  },
});
await import('../main/vault/vault.worker.ts');
