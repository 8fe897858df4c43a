import type { Circumstances, Thing, Verb } from '../../../../app/access/roles.ts';
import type { Arguments } from '../deeds.ts';
import type { Attacker, State, Where } from './state.ts';

/** A row, by its table and the values of some of its columns, that a call may add or change. */
export interface Touch {
  readonly table: string;
  readonly where: Readonly<Record<string, string>>;
}

/** What the table of rights says of one call as things stand: whether it may happen, and what it may change if so. */
export interface Verdict {
  readonly isAllowed: boolean;
  readonly touches: readonly Touch[];
}

export const REFUSED: Verdict = { isAllowed: false, touches: [] };

/** One call, as it is about to be made. */
export class Question {
  readonly state: State;
  readonly attacker: Attacker;
  readonly #arguments: Arguments;

  constructor(state: State, attacker: Attacker, given: Arguments) {
    this.state = state;
    this.attacker = attacker;
    this.#arguments = given;
  }

  /** An argument as text; empty when there is none. */
  text(name: string): string {
    const value = this.#arguments[name];
    return typeof value === 'string' ? value.toLowerCase() : '';
  }

  has(name: string): boolean {
    return this.text(name) !== '';
  }

  get me(): string {
    return this.attacker.personId ?? '';
  }

  /** The verdict when this one right is all that it takes; without the place there is nothing to have a right to. */
  takes<T extends Thing>(
    verb: Verb<T>,
    thing: T,
    where: Where | undefined,
    touches: readonly Touch[],
    circumstances: Circumstances = {},
  ): Verdict {
    const isAllowed = where !== undefined && this.state.may(this.attacker, verb, thing, where, circumstances);
    return isAllowed ? { isAllowed, touches } : REFUSED;
  }
}

export const touch = (table: string, where: Readonly<Record<string, string>>): Touch => ({ table, where });
