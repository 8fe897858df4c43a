import { sameMarks, sliceContent, textOf, type CellContent, type Marks } from '../content.ts';

/** Runs that grow at the end; neighbours with the same marks become one, so that equal content has one form. */
export class RunWriter {
  readonly #runs: { text: string; marks: Marks }[] = [];

  write(text: string, marks: Marks = {}): void {
    if (text === '') return;
    const last = this.#runs.at(-1);
    if (last !== undefined && sameMarks(last.marks, marks)) last.text += text;
    else this.#runs.push({ text, marks });
  }

  append(content: CellContent): void {
    for (const { text, marks } of content) this.write(text, marks);
  }

  content(): CellContent {
    return this.#runs.map(({ text, marks }) => (Object.keys(marks).length === 0 ? { text } : { text, marks }));
  }
}

export const plain = (text: string): CellContent => (text === '' ? [] : [{ text }]);

export function joinContents(parts: readonly CellContent[], separator: string): CellContent {
  const writer = new RunWriter();
  parts.forEach((part, index) => {
    if (index > 0) writer.write(separator);
    writer.append(part);
  });
  return writer.content();
}

/** One line below the other; an empty part adds no line. */
export const stack = (...parts: readonly CellContent[]): CellContent =>
  joinContents(
    parts.filter((part) => part.length > 0),
    '\n',
  );

export function trimContent(content: CellContent): CellContent {
  const text = textOf(content);
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  return start === 0 && end === text.length ? content : sliceContent(content, start, Math.max(start, end));
}

export function linesOfContent(content: CellContent): CellContent[] {
  const lines = [new RunWriter()];
  for (const { text, marks } of content) {
    text.split('\n').forEach((line, index) => {
      if (index > 0) lines.push(new RunWriter());
      lines.at(-1)?.write(line, marks);
    });
  }
  return lines.map((line) => line.content());
}
