/** Marks that are put on letters of any writing, and Hebrew's points. Not the two that make other kana: が is not か. */
const DIACRITICS = /[[\p{M}&&[\p{Script=Inherited}\p{Script=Hebrew}]]--[\u3099\u309a]]/gv;
const OTHER_LETTERS = /[\p{L}--\p{Script=Latin}]/v;

/** Without diacritics: how words are compared. Case is left to the comparison. */
export function withoutDiacritics(text: string): string {
  return text.normalize('NFD').replaceAll(DIACRITICS, '').normalize('NFC');
}

/**
 * What the index reads in place of a text, or null for the text itself: its tokenizer takes diacritics off Latin letters
 * only, and by itself.
 */
export function foldedForIndex(text: string): string | null {
  if (!OTHER_LETTERS.test(text)) return null;
  const folded = withoutDiacritics(text);
  return folded === text ? null : folded;
}
