import { scripts } from '../scripts.ts';
import type { Attacker, State } from './state.ts';

/** Every planted row of a script says of which script it is, and what kind of words it holds. */
const SAID =
  /\b(?:(words of|row of|snapshot of|state of|script) )?((?:A1|A2|B1|B2) (?:draft|in_review|changes_requested|approved|archived))\b/g;

/** Long runs of base64 are where bytes travel. */
const BASE64 = /[A-Za-z0-9+/]{16,}={0,2}/g;

const idByLabel: ReadonlyMap<string, string> = new Map(scripts.map(({ label, id }) => [label, id]));

/** Words of a script that this attacker has no part in, or of a live text that they may not read, in plain or encoded. */
export function leaksIn(body: unknown, state: State, attacker: Attacker): readonly string[] {
  const text = JSON.stringify(body) ?? '';
  const decoded = Array.from(text.matchAll(BASE64), ([run]) => Buffer.from(run, 'base64').toString('latin1'));
  const said = [text, ...decoded].flatMap((each) => Array.from(each.matchAll(SAID)));
  return said.flatMap(([words, kind, label = '']) => (mayHear(state, attacker, label, kind) ? [] : [words]));
}

/** As things stand: a script may have been moved since it was planted. */
function mayHear(state: State, attacker: Attacker, label: string, kind: string | undefined): boolean {
  const script = state.script(idByLabel.get(label) ?? '');
  if (script === undefined) return false;
  if (kind === undefined) return state.may(attacker, 'read', 'project', script);
  return state.may(attacker, 'read', kind === 'script' ? 'script' : 'live text', script);
}
