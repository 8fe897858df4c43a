import { mayViewingAs, type Circumstances, type Role, type Thing, type Verb } from '../../../app/access/roles.ts';
import { standingAt, type Person, type Place } from './people.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Why somebody may read a row: a thing of the table of rights, where it is, and to whom it was sent or belongs. */
export interface Fact {
  readonly thing: Thing;
  readonly place: Place;
  /** Undefined for what belongs to no review. */
  readonly sentTo?: readonly Person[];
  readonly ownOf?: Person | undefined;
}

/** One row of the small world, with everything that makes it readable. */
export interface PlantedRow {
  readonly table: string;
  readonly label: string;
  readonly values: Readonly<Record<string, Json>>;
  readonly facts: readonly Fact[];
}

export function circumstancesOf(person: Person | undefined, { sentTo, ownOf }: Omit<Fact, 'thing'>): Circumstances {
  const isOwn = person !== undefined && ownOf === person;
  if (sentTo === undefined) return { isOwn };
  return { isOwn, sent: person !== undefined && sentTo.includes(person) ? 'to them' : 'to others' };
}

/** Somebody with or without the header that looks at things as another role. */
export interface Viewer {
  readonly person: Person | undefined;
  readonly viewedAs: Role | undefined;
}

export function mayDo<T extends Thing>(
  { person, viewedAs }: Viewer,
  verb: Verb<T>,
  fact: Fact & { readonly thing: T },
  more: Circumstances = {},
): boolean {
  const circumstances = { ...circumstancesOf(person, fact), ...more };
  return mayViewingAs(standingAt(person, fact.place), viewedAs, verb, fact.thing, circumstances);
}

/** Every thing that rows are about can be read or not: one fact that says yes is enough. */
export const mayRead = (viewer: Viewer, { facts }: Pick<PlantedRow, 'facts'>): boolean =>
  facts.some((fact) => mayDo(viewer, 'read', fact));
