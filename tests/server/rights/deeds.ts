import {
  weakened,
  type Circumstances,
  type Role,
  type ScriptStatus,
  type Standing,
  type Thing,
  type Verb,
} from '../../../app/access/roles.ts';
import { mayDo, type Fact, type Json, type Viewer } from './facts.ts';
import { NOWHERE, standingAt, type Person, type Place } from './people.ts';
import type { Caller } from './probe.ts';
import { quoted } from './sql.ts';

/** A right that a call needs, where it needs it. */
export interface Need {
  readonly place: Place;
  /** With the status that the script has, or as if it were another. */
  allows(viewer: Viewer, status?: ScriptStatus): boolean;
  /** The thing itself can be read by them. */
  shows(viewer: Viewer): boolean;
}

interface About extends Omit<Fact, 'thing' | 'place'> {
  readonly status?: ScriptStatus;
  /** It is about whoever calls. */
  readonly isOwn?: true;
}

export function need<T extends Thing>(verb: Verb<T>, thing: T, place: Place = NOWHERE, about: About = {}): Need {
  const { status, isOwn, ...fact } = about;
  return {
    place,
    allows: (viewer, asIf = status) => {
      const more: Circumstances = {
        ...(asIf === undefined ? {} : { status: asIf }),
        ...(isOwn === true && viewer.person !== undefined ? { isOwn } : {}),
      };
      return mayDo(viewer, verb, { thing, place, ...fact }, more);
    },
    shows: (viewer) => mayDo<Thing>(viewer, 'read', { thing, place, ...fact }),
  };
}

export type Arguments = Readonly<Record<string, Json>>;

/** One call of one function about one thing, and the rights that it takes. */
export interface Deed {
  readonly routine: string;
  readonly about: string;
  readonly arguments: (person: Person | undefined) => Arguments;
  readonly needs: readonly Need[];
  /** Only the server's own parts call it: nobody else may even try. */
  readonly isInner?: true;
  /** What somebody with the right is answered, where that is not yes. */
  readonly answer?: (person: Person, viewedAs: Role | undefined) => string | undefined;
}

/** What somebody is at a place, as far as the eyes they look through leave it. */
function seenAt({ person, viewedAs }: Viewer, place: Place): Standing {
  const standing = standingAt(person, place);
  if (viewedAs === undefined || standing === 'signed in' || standing === 'signed out') return standing;
  return weakened(standing, viewedAs);
}

/**
 * `allowed`, or the code of the refusal. Whoever has no part in a place is told what those are told who ask for nothing
 * that exists; whoever reads the thing is told that they may not. In between, at a place that one knows and a thing that
 * one cannot read there, either will do.
 */
export function expectedOf({ needs, answer, isInner }: Deed, caller: Caller): string {
  if (isInner === true) return 'denied';
  const unmet = needs.find((each) => !each.allows(caller));
  if (unmet === undefined)
    return (caller.person === undefined ? undefined : answer?.(caller.person, caller.viewedAs)) ?? 'allowed';
  if (caller.role === 'anon') return 'denied';
  if (seenAt(caller, unmet.place) === 'signed in') return 'not-found';
  if (unmet.allows(caller, 'draft')) return 'script-status';
  return unmet.shows(caller) ? 'not-allowed' : 'not-found|not-allowed';
}

export function callOf({ routine, arguments: of }: Deed, person: Person | undefined): string {
  const given = Object.entries(of(person)).map(([name, value]) => `"${name}" => ${literal(value)}`);
  return `select to_jsonb(public."${routine}"(${given.join(', ')}))`;
}

function literal(value: Json): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  // Lists of ids are Postgres arrays; lists of anything else, and objects, are JSON.
  const isIds = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
  return quoted(isIds ? `{${value.join(',')}}` : JSON.stringify(value));
}
