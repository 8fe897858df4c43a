import { MAX_SPEAKER_CHARACTERS } from '../limits.ts';

/** What stands before a colon at the start of a line, and where the words after it begin. */
export type Label =
  | { readonly kind: 'video'; readonly wordsAt: number }
  | { readonly kind: 'audio'; readonly wordsAt: number; readonly speaker: string | null }
  /** A name, so far only by its shape: `Speakers` knows whether it speaks. */
  | { readonly kind: 'name'; readonly wordsAt: number; readonly name: string };

const VIDEO = /^(?:video|visuals?|picture|seen|what we see)(?:\s+\d{1,4})?$/i;
const AUDIO = /^(?:audio|narration|heard|what we hear)(?:\s+\d{1,4})?(?:\s*\((.+)\))?$/i;
/** Announce something to be seen, so they are no names; they stay in the words. */
const PICTURE_CUE =
  /^(?:super|title|titles|graphics?|gfx|text|on[- ]screen(?: text)?|lower third|caption|b-?roll|shot|angle|insert|montage|fade|cut|dissolve|wipe|smash cut|match cut|end card|logo)\b/i;
const NO_NAME =
  /^(?:n\.?b|notes?|todo|p\.?s|https?|e\.?g|i\.?e|scene|act|part|date|draft|version|duration|length|runtime)$/i;
const KNOWN_VOICE =
  /^(?:narrator|v\.?\s?o\.?|voice|voice[- ]?over|host|interview(?:er|ee)|speaker|presenter|announcer|reporter|moderator|caller|sound|sounds|sfx|fx|sound effects?|music|song|ambience|ambient|atmos|dialogue)(?:\s+\d{1,3})?$/i;
/** `AUDIO (somebody):` is the longest, besides its colon and spaces. */
const MAX_LABEL = MAX_SPEAKER_CHARACTERS + 16;
const EXTENSION = /\s*\([^()]*\)$/;

/** Reads the label a line starts with, if any. Looks at the line's first characters only, however long it is. */
export function readLabel(line: string): Label | undefined {
  const colon = line.slice(0, MAX_LABEL).search(/[:：]/);
  if (colon < 1 || !/^(?:：|:(?:\s|$))/.test(line.slice(colon, colon + 2))) return undefined;
  const name = line.slice(0, colon).trim();
  const words = line.slice(colon + 1);
  const wordsAt = line.length - words.trimStart().length;
  if (VIDEO.test(name)) return { kind: 'video', wordsAt };
  const audio = AUDIO.exec(name);
  if (audio !== null) return { kind: 'audio', wordsAt, speaker: audio[1]?.trim() ?? null };
  return isNameShaped(name) ? { kind: 'name', wordsAt, name } : undefined;
}

/** A line that tells what is to be seen: `SUPER: Day one`, `CUT TO:`, `FADE OUT.` */
export function isPictureCue(line: string): boolean {
  const colon = line.slice(0, MAX_LABEL).indexOf(':');
  const cue = colon === -1 ? line : line.slice(0, colon);
  return cue.length <= MAX_SPEAKER_CHARACTERS && PICTURE_CUE.test(cue) && (colon !== -1 || isInCapitals(cue));
}

/** In capitals, with at least two of them: `NARRATOR`, `MEI LIN`, `SCENE 2`. */
export const isInCapitals = (words: string): boolean =>
  words === words.toUpperCase() && (words.match(/\p{Lu}/gu)?.length ?? 0) > 1;

function isNameShaped(label: string): boolean {
  const name = label.replace(EXTENSION, '');
  if (!/^\p{L}/u.test(name) || NO_NAME.test(name) || PICTURE_CUE.test(name)) return false;
  if (KNOWN_VOICE.test(name)) return true;
  const words = name.split(/\s+/);
  return (
    words.length <= 4 && !/[!?;,"]/.test(name) && words.every((word) => /^[\p{Lu}\p{Lo}\d&]|^\p{Ll}{1,3}$/u.test(word))
  );
}

/**
 * Who speaks in a file. A name in capitals or a usual one (Narrator, VO, Sound) speaks wherever it stands before a
 * colon; another name only if it does so twice, for "Remember: lock the door." has no speaker.
 */
export class Speakers {
  readonly #counts = new Map<string, number>();

  static readonly #MAX_NAMES = 20_000;

  static in(lines: Iterable<string>): Speakers {
    const speakers = new Speakers();
    for (const line of lines) speakers.#count(line.trim());
    return speakers;
  }

  has(name: string): boolean {
    const bare = name.replace(EXTENSION, '');
    return isInCapitals(bare) || KNOWN_VOICE.test(bare) || (this.#counts.get(bare) ?? 0) > 1;
  }

  /** Does this line of capitals, which stands over other words, name who says them? */
  isCue(line: string): boolean {
    const bare = line.replace(EXTENSION, '');
    return KNOWN_VOICE.test(bare) || (this.#counts.get(bare) ?? 0) > 1;
  }

  #count(line: string): void {
    const label = readLabel(line);
    const name =
      label?.kind === 'name' ? label.name : line.length <= MAX_SPEAKER_CHARACTERS && isInCapitals(line) ? line : '';
    const bare = name.replace(EXTENSION, '');
    if (bare === '' || this.#counts.size >= Speakers.#MAX_NAMES) return;
    this.#counts.set(bare, (this.#counts.get(bare) ?? 0) + 1);
  }
}
