import { textOf, type CellContent, type CellKind } from '../content.ts';
import { isPictureCue, type Speakers } from './labels.ts';
import type { DraftRow, ParsedScriptBuilder } from './parsed-script-builder.ts';
import { joinContents, trimContent } from './runs.ts';
import { labelOf, readSpeech, wordsAfter } from './speech.ts';

/**
 * Makes rows of words outside of tables, block by block (a block is what blank lines set apart).
 *
 * `VIDEO:` begins a row; `AUDIO:` or a speaker's `NAME:` is what that row lets us hear, or begins a row of its own when
 * the row before is already heard. Lines without a label go on where the line above them was. A block without any label
 * is narration.
 */
export class ProseReader {
  readonly #builder: ParsedScriptBuilder;
  readonly #speakers: Speakers;
  /** The row whose picture waits for what is heard. */
  #unheard: DraftRow | undefined;
  #open: { readonly row: DraftRow; readonly cell: CellKind; readonly lines: CellContent[] } | undefined;
  #seconds: number | null = null;

  constructor(builder: ParsedScriptBuilder, speakers: Speakers) {
    this.#builder = builder;
    this.#speakers = speakers;
  }

  block(
    lines: Iterable<CellContent>,
    { indentedContinue = false }: { readonly indentedContinue?: boolean } = {},
  ): void {
    for (const line of lines) {
      if (indentedContinue && this.#open !== undefined && /^ {2}/.test(textOf(line)))
        this.#open.lines.push(trimContent(line));
      else this.#line(trimContent(line));
    }
    // A label alone on its block names the block below it.
    if (this.#open !== undefined && this.#open.lines.some((line) => line.length > 0)) this.#close();
  }

  /** A block that `speaker` says, announced by a line of its own. */
  speech(speaker: string, lines: Iterable<CellContent>): void {
    this.#close();
    this.#hear(speaker, []);
    for (const line of lines) this.#open?.lines.push(trimContent(line));
    this.#close();
  }

  /** The next row lasts so long. */
  lasts(seconds: number | null): void {
    this.#close();
    this.#seconds = seconds;
    this.#unheard = undefined;
  }

  /** What comes next belongs to no row begun so far: a heading or a table stands between. */
  end(): void {
    this.#close();
    this.#unheard = undefined;
    this.#seconds = null;
  }

  #line(line: CellContent): void {
    const text = textOf(line);
    const label = labelOf(line);
    const speech = readSpeech(line, this.#speakers);
    if (label?.kind === 'video') this.#see(wordsAfter(line, label));
    else if (label?.kind === 'audio') this.#audio(label.speaker, wordsAfter(line, label));
    else if (speech !== undefined) this.#hear(speech.speaker, speech.words);
    else if (isPictureCue(text) && this.#open?.cell !== 'video') this.#see(line);
    else if (this.#open !== undefined) this.#open.lines.push(line);
    else if (text !== '') this.#hear(null, line);
  }

  /** `AUDIO: Narrator: words` names its speaker twice over. */
  #audio(speaker: string | null, words: CellContent): void {
    const speech = speaker === null ? readSpeech(words, this.#speakers) : undefined;
    this.#hear(speech?.speaker ?? speaker, speech?.words ?? words);
  }

  #see(words: CellContent): void {
    this.#close();
    const row = this.#row();
    this.#unheard = row;
    this.#open = { row, cell: 'video', lines: [words] };
  }

  #hear(speaker: string | null, words: CellContent): void {
    this.#close();
    const row = this.#unheard ?? this.#row();
    this.#unheard = undefined;
    row.speaker = speaker;
    this.#open = { row, cell: 'audio', lines: [words] };
  }

  #row(): DraftRow {
    const row = this.#builder.row({ secondsSet: this.#seconds });
    this.#seconds = null;
    return row;
  }

  #close(): void {
    if (this.#open === undefined) return;
    const { row, cell, lines } = this.#open;
    row[cell] = trimContent(joinContents(lines.slice(lines[0]?.length === 0 ? 1 : 0), '\n'));
    this.#open = undefined;
  }
}
