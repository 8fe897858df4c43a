import type { Random } from './random.ts';

/** Text made of fragments of a format and of words that each occur once, so that a lost one is seen. */
export interface MarkedText {
  readonly text: string;
  readonly words: readonly string[];
}

/** Fragments hold `%` where a word goes, and `%%` where one in capitals goes. */
export function anyText(random: Random, fragments: readonly string[], ends: readonly string[]): MarkedText {
  const words: string[] = [];
  const count = random.below(14);
  const parts = Array.from({ length: count }, () =>
    random.oneOf(fragments).replaceAll(/%%?/g, (place) => {
      const word = `w${words.length}x`;
      words.push(word);
      return place === '%' ? word : word.toUpperCase();
    }),
  );
  return { text: parts.map((part) => part + random.oneOf(ends)).join(''), words };
}

const SIGNS = [
  ...Array.from('*_~`[]()<>|\\&#-+=:!@./^"\'\n\r\t aZ0é日'),
  ...Array.from({ length: 8 }, (_, length) => '[*/`|-\n#'.charAt(length).repeat(2)),
  '/*',
  '*/',
  '|-|',
  '🎬',
  '\ud800',
  '\0',
];

/** Signs without sense. */
export const anyNoise = (random: Random): string =>
  Array.from({ length: random.below(200) }, () => random.oneOf(SIGNS)).join('');
