import type { Link, Standing } from '../../../app/ipc/sync.ts';
import { standingWords } from '../../../renderer/status/standing-words.ts';

/** What the words beside a script's title say, read as a person reads them. */
export interface Claim {
  readonly label: string;
  /** At most so many edits are on this device alone; null where the words say nothing about it. */
  readonly onlyHere: number | null;
  /** Who is said to have everything. */
  readonly seenBy: readonly string[];
}

/** Null where the window claims nothing: it was told nothing that counts the last edit. */
export function claimOf(standing: Standing | null, link: Link): Claim | null {
  if (standing === null) return null;
  const { label } = standingWords(standing, { link, now: Date.now() });
  return { label, onlyHere: onlyHereIn(label), seenBy: standing.kind === 'on-server' ? namesIn(label, standing) : [] };
}

function onlyHereIn(label: string): number | null {
  if (label.startsWith('On the server')) return 0;
  const number = /(?:sending|to send|refused|,) ([\d,]+)(?: edits?)?\b/.exec(label)?.[1];
  return number === undefined ? null : Number(number.replaceAll(',', ''));
}

/** Whoever the standing names counts only if the words say that somebody has seen it. */
function namesIn(label: string, { seenBy }: Extract<Standing, { kind: 'on-server' }>): readonly string[] {
  return label.includes('seen by') ? seenBy.map(({ personId }) => personId) : [];
}
