/** A word has at least one letter or digit; a dash alone is none, "don't" and "twenty-one" are one each. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’.,:/@&_-][\p{L}\p{N}\p{M}]+)*/gu;

/** Scripts written without spaces: their words are found by the dictionary of the platform. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** How many words a text has, in any language. */
export function countWords(text: string): number {
  if (WITHOUT_SPACES.test(text)) return countSegments(text);
  let count = 0;
  for (const _ of text.matchAll(WORD)) count++;
  return count;
}

function countSegments(text: string): number {
  let count = 0;
  for (const { isWordLike } of new Intl.Segmenter('en', { granularity: 'word' }).segment(text)) {
    if (isWordLike === true) count++;
  }
  return count;
}
