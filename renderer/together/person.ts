const COLOURS = 8;

/**
 * A person's colour, 1 to 8: the same on every device, because it follows from the id alone. Two people may share one,
 * so a colour never stands without a name or initials.
 */
export function colourOf(personId: string): number {
  // FNV-1a: ids of people made one after the other lie far apart.
  let hash = 0x811c9dc5;
  for (let i = 0; i < personId.length; i++) hash = Math.imul(hash ^ personId.charCodeAt(i), 0x01000193);
  return (((hash ^ (hash >>> 15)) >>> 0) % COLOURS) + 1;
}

/** The class that sets `--who`. */
export const colourClass = (personId: string | null): string => (personId === null ? '' : `p${colourOf(personId)}`);

const SOMEBODY = 'Somebody';

/** A name fit to be shown: it comes from other people's programs. */
export const shownName = (name: string | null): string => {
  const clean = (name ?? '').replace(/[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return clean === '' ? SOMEBODY : clean;
};

/** "Ana Ferreira" → "Ana". */
export const firstName = (name: string | null): string => shownName(name).split(' ')[0] ?? SOMEBODY;

/** "Ana Ferreira" → "AF", "Priya" → "P", "Ines Internal (demo)" → "II"; by characters as people see them. */
export function initialsOf(name: string | null): string {
  const all = shownName(name).split(' ');
  const named = all.filter((word) => !word.startsWith('('));
  const words = named.length > 0 ? named : all;
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word = '') => firstCharacter(word).toUpperCase()).join('');
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const firstCharacter = (word: string): string =>
  characters.segment(word)[Symbol.iterator]().next().value?.segment ?? '';
