import { plain } from './runs.ts';
import { readHeader, readSeconds } from './columns.ts';
import { isInCapitals, isPictureCue, readLabel, Speakers } from './labels.ts';
import { isBlank, linesOf, MAX_BLOCK_LINES } from './lines.ts';
import type { ParsedScript } from './parsed-script.ts';
import { ParsedScriptBuilder } from './parsed-script-builder.ts';
import { ProseReader } from './prose-reader.ts';
import { TableReader } from './table-reader.ts';

const NUMBERED_SCENE = /^scene\s+(\d{1,5})\s*(?:$|[-–—:.]\s*)/i;
const HEADING =
  /^(?:(?:scene|act|part|chapter|sequence)\s+(?:\d{1,5}|[ivxlc]{1,8})\b|(?:int|ext|est|int\.?\/ext|i\/e)[. ]|#{1,6}\s)/i;
const UNDERLINE = /^(?:={3,}|-{3,}|~{3,})$/;
const ROW_NUMBER = /^(\d{1,5}[a-z]?)[.)]?(?:\s+(\d{1,2}:\d\d(?::\d\d)?))?$/i;
const MAX_HEADING_LINE = 120;

/**
 * Reads plain text as rows: columns set apart by tabs, `VIDEO:` and `AUDIO:` labels, `SPEAKER: words`, speakers in
 * capitals above their words. Lines in capitals that stand alone, `SCENE 1 - …`, and underlined lines are headings.
 * Anything else is narration, a row for each block of lines.
 */
export function parsePlainText(text: string): ParsedScript {
  const builder = new ParsedScriptBuilder();
  new PlainText(builder, Speakers.in(linesOf(text))).read(text);
  return builder.finish();
}

class PlainText {
  readonly #builder: ParsedScriptBuilder;
  readonly #speakers: Speakers;
  readonly #prose: ProseReader;
  #table: TableReader | undefined;
  /** The table's columns are named; otherwise several tabs in a row are one gap. */
  #isNamed = false;
  #scenes = 0;

  constructor(builder: ParsedScriptBuilder, speakers: Speakers) {
    this.#builder = builder;
    this.#speakers = speakers;
    this.#prose = new ProseReader(builder, speakers);
  }

  read(text: string): void {
    let block: string[] = [];
    for (const line of linesOf(text)) {
      if (!isBlank(line)) block.push(line);
      if (block.length > 0 && (isBlank(line) || block.length === MAX_BLOCK_LINES)) {
        this.#block(block);
        block = [];
      }
      if (this.#builder.isOverfull) return;
    }
    if (block.length > 0) this.#block(block);
    this.#prose.end();
  }

  #block(lines: readonly string[]): void {
    const lastWithTabs = lines.findLastIndex((line) => line.trim().includes('\t'));
    let from = 0;
    while (from < lines.length) from += this.#part(lines, from, { hasTabs: from <= lastWithTabs });
  }

  /** Reads what begins at `from` and answers how many lines that was: headings may stand on top of anything. */
  #part(lines: readonly string[], from: number, { hasTabs }: { readonly hasTabs: boolean }): number {
    const line = (lines[from] ?? '').trim();
    const all = lines.length - from;
    if (UNDERLINE.test((lines[from + 1] ?? '').trim()) && !UNDERLINE.test(line)) return this.#underlined(line);
    if (isHeading(line)) return this.#heading(line);
    if (hasTabs) return this.#rows(lines.slice(from));
    const number = all === 1 ? null : ROW_NUMBER.exec(line);
    if (number !== null) return this.#numbered(number[1] ?? '', number[2]) + this.#numberedRow(lines.slice(from + 1));
    const speaks = isAloneInCapitals(line) && all > 1 && this.#speakers.isCue(line);
    if (isAloneInCapitals(line) && !speaks) return this.#heading(line);
    const words = lines.slice(speaks ? from + 1 : from).map(plain);
    if (speaks) this.#prose.speech(line, words);
    else this.#prose.block(words);
    return all;
  }

  #underlined(line: string): number {
    if (this.#builder.isEmpty && this.#builder.title === null) this.#builder.title = line;
    else this.#heading(line);
    return 2;
  }

  #heading(line: string): number {
    this.#prose.end();
    this.#scenes += 1;
    const numbered = NUMBERED_SCENE.exec(line);
    const isOurNumber = numbered !== null && numbered[1] === String(this.#scenes);
    this.#builder.scene(isOurNumber ? line.slice(numbered[0].length) : line.replace(/^#{1,6}\s+/, ''));
    return 1;
  }

  #numbered(number: string, length: string | undefined): number {
    if (number !== String(this.#builder.rowCount + 1)) this.#builder.leaveOut('row-numbers', number);
    this.#prose.lasts(length === undefined ? null : (readSeconds(length) ?? null));
    return 1;
  }

  /** Below a row's number, indented lines go on with the cell above them, whatever they begin with. */
  #numberedRow(lines: readonly string[]): number {
    this.#prose.block(lines.map(plain), { indentedContinue: true });
    return lines.length;
  }

  /** Lines with tabs are rows of a table; the columns of the last line that names them hold from there on. */
  #rows(lines: readonly string[]): number {
    this.#prose.end();
    for (const line of lines) {
      const cells = line.split('\t').map((cell) => cell.trim());
      if (readHeader(cells) !== undefined) {
        this.#table = new TableReader(this.#builder, this.#speakers, cells.map(plain));
        this.#isNamed = true;
      } else this.#row(this.#isNamed ? cells : cells.filter((cell, index) => index === 0 || cell !== ''));
    }
    return lines.length;
  }

  #row(cells: readonly string[]): void {
    if (this.#table === undefined) this.#table = new TableReader(this.#builder, this.#speakers, cells.map(plain));
    else this.#table.row(cells.map(plain));
  }
}

const isHeading = (line: string): boolean => line.length <= MAX_HEADING_LINE && HEADING.test(line);

const isAloneInCapitals = (line: string): boolean =>
  line.length <= MAX_HEADING_LINE && isInCapitals(line) && readLabel(line) === undefined && !isPictureCue(line);
