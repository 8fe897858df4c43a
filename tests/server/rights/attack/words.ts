import * as z from 'zod';
import { projects, type Project } from '../people.ts';
import { projectId } from '../planted-people.ts';
import type { Attacker, State } from './state.ts';

/** Every planted row says of which project and script it is, and what kind of words it holds. */
const SAID =
  /\b(?:(words of|row of|snapshot of|state of|script) )?(A1|A2|B1|B2) (?:draft|in_review|changes_requested|approved|archived)\b/g;

/** Long runs of base64 and hexadecimal are where bytes travel. */
const BASE64 = /[A-Za-z0-9+/]{16,}={0,2}/g;

const Place = z.enum(projects);

/** Words of a place that this attacker has no part in, or of a live text that they may not read, in plain or encoded. */
export function leaksIn(body: unknown, state: State, attacker: Attacker): readonly string[] {
  const text = JSON.stringify(body) ?? '';
  const decoded = Array.from(text.matchAll(BASE64), ([run]) => Buffer.from(run, 'base64').toString('latin1'));
  const said = [text, ...decoded].flatMap((each) => Array.from(each.matchAll(SAID)));
  return said.flatMap(([words, kind, of]) => (mayHear(state, attacker, Place.parse(of), kind) ? [] : [words]));
}

function mayHear(state: State, attacker: Attacker, project: Project, kind: string | undefined): boolean {
  const place = state.project(projectId(project)) ?? {};
  if (kind === undefined) return state.may(attacker, 'read', 'project', place);
  return state.may(attacker, 'read', kind === 'script' ? 'script' : 'live text', place);
}
