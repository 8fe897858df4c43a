/** What a script's model takes from outside: time, ids and the person. */
export interface Surroundings {
  /** A new uuid. */
  newId(): string;
  now(): Date;
  /** Who deletes: 'local' until there are accounts. */
  readonly author: string;
}
