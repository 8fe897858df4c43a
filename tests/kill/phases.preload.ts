import Database from 'better-sqlite3';
import { openSync, writeSync } from 'node:fs';
import { PHASES, stretches, wordOf, type Said, type Stretch } from './phases.ts';

/**
 * `node --import phases.preload.ts`: tells the witness (tests/power/witness.c) when a thread is inside the phase that
 * KILL_PHASE names. It listens to what the vault as it ships says to SQLite, and changes nothing of it.
 */
const phase = PHASES.find((name) => name === process.env['KILL_PHASE']);
const path = process.env['WITNESS_PHASE'];
const stretch = phase === undefined ? undefined : stretches[phase];
if (phase !== undefined && path !== undefined && stretch?.kind === 'spoken') {
  listen(openSync(path, 'a'), { word: wordOf(phase), ...stretch });
}

type Method = (this: unknown, ...given: unknown[]) => unknown;
interface Listened {
  readonly prepare: (this: unknown, source: string) => { run: Method };
  readonly exec: (this: unknown, source: string) => unknown;
  readonly pragma: (this: unknown, source: string, ...given: unknown[]) => unknown;
  readonly transaction: (this: unknown, work: Method) => Method & Record<string, Method>;
}

type Listening = { readonly word: string } & Pick<Extract<Stretch, { kind: 'spoken' }>, 'begins' | 'ends'>;

function listen(line: number, { word, begins, ends }: Listening): void {
  let isInside = false;
  let transactions = 0;
  const say = (now: boolean): void => {
    if (now !== isInside) writeSync(line, now ? `${word}\n` : '\n');
    isInside = now;
  };
  const around = (said: Said, work: () => unknown): unknown => {
    if (typeof ends === 'function' && ends(said)) say(false);
    const begun = begins(said);
    if (begun) say(true);
    try {
      return work();
    } finally {
      if (begun && ends === 'with its call') say(false);
    }
  };
  /** A transaction inside another is a savepoint: the outermost one's commit ends the phase. */
  const withEnd = (begin: Method): Method =>
    function (this: unknown, ...given) {
      transactions += 1;
      try {
        return begin.apply(this, given);
      } finally {
        transactions -= 1;
        if (transactions === 0 && ends === 'with its transaction') say(false);
      }
    };

  const real = { ...Database.prototype } as unknown as Listened;
  Object.assign(Database.prototype, {
    prepare(this: unknown, source: string) {
      const statement = real.prepare.call(this, source);
      const { run } = statement;
      statement.run = (...given) => around({ kind: 'statement', source, given }, () => run.apply(statement, given));
      return statement;
    },
    exec(this: unknown, source: string) {
      return around({ kind: 'statement', source, given: [] }, () => real.exec.call(this, source));
    },
    pragma(this: unknown, source: string, ...given: unknown[]) {
      return around({ kind: 'pragma', source, given }, () => real.pragma.call(this, source, ...given));
    },
    transaction(this: unknown, work: Method) {
      const made = real.transaction.call(this, work);
      const variants: readonly (readonly [string, Method])[] = ['default', 'deferred', 'immediate', 'exclusive'].map(
        (name) => [name, withEnd(made[name] ?? made)],
      );
      return Object.assign(withEnd(made), Object.fromEntries(variants)) as Method & Record<string, Method>;
    },
  } satisfies Listened);
}
