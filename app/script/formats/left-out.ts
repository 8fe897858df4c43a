import type { LeftOut } from './parsed-script.ts';

const MAX_QUOTED = 60;

/** The sentence that tells a person what is not in the script, and why. */
export function describeLeftOut({ kind, texts }: LeftOut): string {
  const count = texts.length;
  switch (kind) {
    case 'cut':
      return `Text marked as cut was left out: ${wordCount(texts)}, beginning ${quote(texts[0])}.`;
    case 'title-page':
      return `Only the title was taken from the title page; left out: ${quote(texts.join(', '))}.`;
    case 'scene-numbers':
      return `${some(count, 'scene number was', 'scene numbers were')} left out: scenes are numbered by their order.`;
    case 'row-numbers':
      return `${some(count, 'row number was', 'row numbers were')} left out: rows are numbered by their order.`;
    case 'continued':
      return `${quote(texts[0])} was left out after ${some(count, 'speaker', 'speakers')}: every row names its own.`;
    case 'columns':
      return `A script has no place of its own for ${quote(texts.join(', '))}: these columns stand below the picture.`;
    case 'link-address':
      return `${some(count, 'link is', 'links are')} kept as words only: links lead to web or mail addresses, not to ${quote(texts[0])}.`;
    case 'link-title':
      return `${some(count, 'link had', 'links had')} a title that was left out: ${quote(texts[0])}.`;
    case 'link-of-name':
      return `${some(count, 'link was', 'links were')} left out of titles, headings and names: ${quote(texts[0])}.`;
    case 'definition':
      return `${some(count, 'address was', 'addresses were')} left out, for no words lead there: ${quote(texts[0])}.`;
    case 'code-language':
      return `The language of ${some(count, 'block', 'blocks')} of code was left out: ${quote(texts[0])}.`;
    case 'image-address':
      return `${some(count, 'picture was', 'pictures were')} left out, only descriptions are kept: ${quote(texts[0])}.`;
    case 'long-title':
      return `The title was too long, its end was left out: ${quote(texts[0])}.`;
    default:
      return kind satisfies never;
  }
}

export const some = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

export function quote(text = ''): string {
  const line = text
    .slice(0, 4 * MAX_QUOTED)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `“${line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED).trimEnd()}…` : line}”`;
}

const wordCount = (texts: readonly string[]): string =>
  some(
    texts.reduce((sum, text) => sum + (text.match(/\S+/g)?.length ?? 0), 0),
    'word',
    'words',
  );
