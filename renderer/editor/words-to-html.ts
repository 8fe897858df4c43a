import { externalLink } from '../../app/links.ts';
import { MARK_NAMES, sliceContent, textOf, type CellContent, type MarkName } from '../../app/script/content.ts';
import { lineAround } from './marks.ts';

const TAGS: Readonly<Record<MarkName, string>> = {
  link: 'a',
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  highlight: 'mark',
};

/** What other programs take for the words of a cell: a paragraph for each line, marks as elements. */
export function wordsToNodes(content: CellContent): HTMLElement[] {
  const text = textOf(content);
  const lines: HTMLElement[] = [];
  for (let offset = 0; offset <= text.length;) {
    const { from, to } = lineAround(text, offset);
    const line = document.createElement('p');
    for (const run of sliceContent(content, from, to)) line.append(runNode(run.text, run.marks ?? {}));
    if (from === to) line.append(document.createElement('br'));
    lines.push(line);
    offset = to + 1;
  }
  return lines;
}

function runNode(text: string, marks: NonNullable<CellContent[number]['marks']>): Node {
  let node: Node = document.createTextNode(text);
  for (const name of MARK_NAMES.toReversed()) {
    if (marks[name] === undefined) continue;
    const element = document.createElement(TAGS[name]);
    const href = name === 'link' ? externalLink(marks.link?.href ?? '') : null;
    if (href !== null) element.setAttribute('href', href);
    element.append(node);
    node = element;
  }
  return node;
}
