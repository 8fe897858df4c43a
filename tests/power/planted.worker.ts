import Database from 'better-sqlite3';
import { shippedWorkers } from './workers.ts';

type Pragma = Parameters<Database.Database['pragma']>;

/**
 * The shipped writer standing on something broken: what a power test is worth shows in whether it goes red with this.
 * Only this file reads PLANTED.
 */
const faults: Readonly<Record<string, () => void>> = {
  /** Flushes now and then instead of with each commit, and says otherwise. */
  normal: () => {
    const { pragma: real } = Database.prototype as { pragma: (this: Database.Database, ...given: Pragma) => unknown };
    Database.prototype.pragma = function pragma(this: Database.Database, ...[source, options]: Pragma) {
      if (source === 'synchronous') return 2;
      return real.call(this, source === 'synchronous = 2' ? 'synchronous = 1' : source, options);
    };
  },
};

const name = process.env['PLANTED'] ?? '';
const plant = faults[name];
if (plant === undefined) throw new Error(`There is no fault "${name}".`);
plant();
await import(shippedWorkers.writer.href);
