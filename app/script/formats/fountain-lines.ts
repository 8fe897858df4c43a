import { MAX_SPEAKER_CHARACTERS } from '../limits.ts';

export interface Cue {
  readonly speaker: string;
  readonly isDual: boolean;
  /** "(CONT'D)" in the file's own spelling, when it follows the name. */
  readonly continued: string | null;
}

const SCENE_START = /^(?:int|ext|est|int\.?\/ext|ext\.?\/int|i\/e)[. ]/i;
const SCENE_NUMBER = /#([^#\s][^#]{0,30})#$/;
const CONTINUED = /\(\s*(?:cont['’]?d\.?|continued|continuing)\s*\)$/i;
const EXTENSION = /\([^()]*\)$/;

/** A scene heading and its number if it carries one (`INT. DEPOT - DAY #12A#`). */
export function readSceneHeading(
  line: string,
  { forced = false }: { readonly forced?: boolean } = {},
): { readonly heading: string; readonly number: string | null } | undefined {
  if (!forced && !SCENE_START.test(line)) return undefined;
  const number = SCENE_NUMBER.exec(line.slice(-40));
  return number === null
    ? { heading: line, number: null }
    : { heading: line.slice(0, line.length - number[0].length).trim(), number: number[1] ?? null };
}

/** A line that announces who speaks: in capitals, extensions like (V.O.) in any case, `^` for a dual dialogue. */
export function readCue(line: string, { forced = false }: { readonly forced?: boolean } = {}): Cue | undefined {
  if (line.length > 2 * MAX_SPEAKER_CHARACTERS) return undefined;
  const isDual = line.endsWith('^');
  let speaker = (isDual ? line.slice(0, -1) : line).trim();
  const [continued = null] = CONTINUED.exec(speaker) ?? [];
  if (continued !== null) speaker = speaker.slice(0, -continued.length).trim();
  const name = withoutExtensions(speaker);
  if (speaker.length > MAX_SPEAKER_CHARACTERS || name === '') return undefined;
  return forced || isInCapitals(name) ? { speaker, isDual, continued } : undefined;
}

function withoutExtensions(speaker: string): string {
  let name = speaker;
  for (let extension = EXTENSION.exec(name); extension !== null; extension = EXTENSION.exec(name))
    name = name.slice(0, -extension[0].length).trim();
  return name;
}

const isInCapitals = (name: string): boolean => name === name.toUpperCase() && name !== name.toLowerCase();
