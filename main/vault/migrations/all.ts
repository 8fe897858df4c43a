import { sql as vault } from './0001-vault.ts';
import { sql as lanes } from './0002-lanes.ts';

export interface Migration {
  readonly number: number;
  readonly sql: string;
  /** The lowest schema number whose code can still use the file afterwards. Raised only when something is taken away. */
  readonly needsSchema: number;
}

/** Every migration, in order. A published one is never edited: the next one changes what it made. */
export const migrations: readonly Migration[] = [
  { number: 1, sql: vault, needsSchema: 1 },
  { number: 2, sql: lanes, needsSchema: 1 },
];
