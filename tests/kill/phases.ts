/** Where a kill strikes. Each is a stretch of one thread's work, told apart by what it says to SQLite or writes to. */
export const PHASES = [
  'group commit',
  'checkpoint',
  'migration',
  'snapshot',
  'segment',
  'import',
  'backup',
  'quitting',
] as const;
export type Phase = (typeof PHASES)[number];

/** The stage that a victim tells of last when nobody struck. */
export const UNHARMED = 'unharmed';

/** What a thread is about to say to SQLite. */
export interface Said {
  readonly kind: 'statement' | 'pragma';
  readonly source: string;
  readonly given: readonly unknown[];
}

/**
 * When a phase begins and when it is over: with the transaction that it is in, so that its commit belongs to it; with
 * the call itself; or with something that is said later. `never` lasts as long as the thread.
 */
interface Spoken {
  readonly kind: 'spoken';
  readonly begins: (said: Said) => boolean;
  readonly ends: 'with its transaction' | 'with its call' | 'never' | ((said: Said) => boolean);
}

/** Every change of files whose name holds this is inside, whoever makes it. */
interface Written {
  readonly kind: 'written';
  readonly where: string;
}

export type Stretch = Spoken | Written;

/** The word for a phase as the witness takes it: without a space. */
export const wordOf = (phase: Phase): string => phase.replaceAll(' ', '-');

const runs =
  (start: string) =>
  ({ kind, source }: Said): boolean =>
    kind === 'statement' && source.trimStart().startsWith(start);
const asks =
  (pragma: string) =>
  ({ kind, source }: Said): boolean =>
    kind === 'pragma' && source === pragma;

const SESSION = runs('INSERT INTO session');
/** The place of its end among a session's values; null while it lasts. */
const ENDED_AT = 3;

export const stretches: Readonly<Record<Phase, Stretch>> = {
  'group commit': { kind: 'spoken', begins: runs('INSERT INTO script_update'), ends: 'with its transaction' },
  checkpoint: { kind: 'spoken', begins: asks('wal_checkpoint(PASSIVE)'), ends: 'with its call' },
  // From the copy of the file that is made first, to the session that is opened in the file that was migrated.
  migration: {
    kind: 'spoken',
    begins: (said) => asks('wal_checkpoint(TRUNCATE)')(said) || runs('CREATE TABLE next_schema')(said),
    ends: SESSION,
  },
  snapshot: { kind: 'spoken', begins: runs('INSERT INTO snapshot'), ends: 'with its transaction' },
  segment: { kind: 'spoken', begins: runs('INSERT INTO segment'), ends: 'with its transaction' },
  import: { kind: 'spoken', begins: runs('INSERT INTO script ('), ends: 'with its transaction' },
  backup: { kind: 'written', where: '/backups/' },
  quitting: { kind: 'spoken', begins: (said) => SESSION(said) && said.given[ENDED_AT] !== null, ends: 'never' },
};
