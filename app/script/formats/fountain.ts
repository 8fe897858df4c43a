import { textOf, type CellContent, type Marks } from '../content.ts';
import { readEmphasis } from './fountain-emphasis.ts';
import { readCue, readSceneHeading } from './fountain-lines.ts';
import { cutBoneyard, readTitlePage } from './fountain-parts.ts';
import { isBlank, LineReader, linesOf, MAX_BLOCK_LINES } from './lines.ts';
import type { ParsedScript } from './parsed-script.ts';
import { ParsedScriptBuilder, type DraftRow } from './parsed-script-builder.ts';
import { joinContents, plain, RunWriter, stack } from './runs.ts';

/**
 * Reads a Fountain screenplay (fountain.io/syntax, 1.1) as rows of picture and sound.
 *
 * How a screenplay pairs into two columns: each paragraph of action begins a row with its picture; the speech that
 * follows directly is what that row lets us hear. A speech without action before it has a row of its own with an empty
 * picture. The second speaker of a dual dialogue joins the first one's row, named in the words. A transition is the
 * last line of the picture it ends.
 *
 * Sections head the scene that follows them. Notes and synopses stay where they stand, highlighted. Text marked as cut,
 * the title page beyond the title, scene numbers and (CONT'D) are left out, and told.
 */
export function parseFountain(text: string): ParsedScript {
  const builder = new ParsedScriptBuilder();
  const written = cutBoneyard(text, (cut) => builder.leaveOut('cut', cut));
  const reader = new LineReader(linesOf(written));
  readTitlePage(reader, builder);
  new Screenplay(reader, builder).read();
  return builder.finish();
}

class Screenplay {
  readonly #reader: LineReader;
  readonly #builder: ParsedScriptBuilder;
  /** Sections whose scene has not begun yet, outermost first. */
  readonly #sections: string[] = [];
  /** The row whose picture waits for the speech that belongs to it. */
  #unheard: DraftRow | undefined;
  /** The row of the speech just read, which the second half of a dual dialogue joins. */
  #speech: DraftRow | undefined;
  /** The row that a transition has ended: another one does not end it again. */
  #ended: DraftRow | undefined;
  #action: string[] = [];

  constructor(reader: LineReader, builder: ParsedScriptBuilder) {
    this.#reader = reader;
    this.#builder = builder;
  }

  read(): void {
    let afterBlank = true;
    for (let line = this.#reader.read(); line !== undefined; line = this.#reader.read()) {
      if (this.#builder.isOverfull) return;
      if (isBlank(line) || this.#action.length === MAX_BLOCK_LINES) this.#endAction();
      if (!isBlank(line)) this.#line(line.trim(), afterBlank);
      afterBlank = isBlank(line) || this.#action.length === 0;
    }
    this.#endAction();
    if (this.#sections.length > 0) this.#scene('');
  }

  #line(line: string, afterBlank: boolean): void {
    if (this.#forced(line)) return;
    const lastOfBlock = isBlank(this.#reader.next);
    const heading = afterBlank ? readSceneHeading(line) : undefined;
    const cue = afterBlank && !lastOfBlock ? readCue(line) : undefined;
    if (heading !== undefined) this.#heading(heading);
    else if (cue !== undefined) this.#dialogue(cue);
    else if (afterBlank && lastOfBlock && isTransition(line)) this.#transition(line);
    else this.#action.push(line);
  }

  /** Reads a line whose first character says what it is; answers false for any other. */
  #forced(line: string): boolean {
    const rest = line.slice(1).trim();
    switch (line.charAt(0)) {
      case '=':
        this.#endAction();
        if (!PAGE_BREAK.test(line)) this.#picture([{ text: rest, marks: { highlight: true } }]);
        return true;
      case '#':
        this.#endAction();
        this.#section(line);
        return true;
      case '!':
        this.#action.push(rest);
        return true;
      case '~':
        this.#lyrics(line);
        return true;
      case '.':
        if (!/^\.[\p{L}\p{N}]/u.test(line)) return false;
        this.#heading(readSceneHeading(rest, { forced: true }) ?? { heading: rest, number: null });
        return true;
      case '@':
        if (rest === '') return false;
        this.#dialogue(readCue(rest, { forced: true }) ?? { speaker: rest, isDual: false, continued: null });
        return true;
      case '>':
        if (line.length > 1 && line.endsWith('<')) this.#action.push(line.slice(1, -1).trim());
        else this.#transition(rest);
        return true;
      default:
        return false;
    }
  }

  #section(line: string): void {
    const [signs = ''] = /^#+/.exec(line) ?? [];
    const section = textOf(readEmphasis(line.slice(signs.length).trim()));
    if (section === '') return;
    // A scene of its own, for nothing stands between this section and the one before it.
    if (this.#sections.length >= signs.length) this.#scene('');
    this.#sections.push(section);
  }

  #heading({ heading, number }: { readonly heading: string; readonly number: string | null }): void {
    this.#endAction();
    if (number !== null) this.#builder.leaveOut('scene-numbers', number);
    this.#scene(textOf(readEmphasis(heading)));
  }

  #scene(heading: string): void {
    const words = [...this.#sections.splice(0), heading].filter((part) => part !== '');
    this.#builder.scene(words.join(' – '));
    this.#unheard = undefined;
    this.#speech = undefined;
  }

  #dialogue({ speaker, isDual, continued }: { speaker: string; isDual: boolean; continued: string | null }): void {
    this.#endAction();
    if (continued !== null) this.#builder.leaveOut('continued', continued);
    const lines: CellContent[] = [];
    while (isDialogue(this.#reader.next) && lines.length < MAX_BLOCK_LINES)
      lines.push(dialogueLine(this.#reader.read()?.trim() ?? ''));
    const name = textOf(readEmphasis(speaker));
    const words = joinContents(lines, '\n');
    const first = isDual ? this.#speech : undefined;
    this.#speech = undefined;
    if (first !== undefined) {
      first.audio = stack(first.audio, joinContents([plain(`${name}:`), words], ' '));
      this.#builder.remark('Speakers of a dual dialogue share one row; the second is named in its words.');
    } else this.#speech = this.#heard(words, name);
  }

  #lyrics(first: string): void {
    this.#endAction();
    const lines = [dialogueLine(first)];
    while (this.#reader.next?.trimStart().startsWith('~') === true && lines.length < MAX_BLOCK_LINES)
      lines.push(dialogueLine(this.#reader.read()?.trim() ?? ''));
    this.#heard(joinContents(lines, '\n'), null);
  }

  #heard(audio: CellContent, speaker: string | null): DraftRow {
    const row = this.#unheard ?? this.#row({});
    row.audio = audio;
    row.speaker = speaker;
    this.#unheard = undefined;
    return row;
  }

  #transition(line: string): void {
    this.#endAction();
    const words = readEmphasis(line);
    const ended = this.#sections.length === 0 ? this.#builder.lastRow : undefined;
    if (ended === undefined || ended === this.#ended) this.#picture(words);
    else ended.video = stack(ended.video, words);
    this.#ended = this.#builder.lastRow;
    this.#unheard = undefined;
    this.#speech = undefined;
  }

  #picture(video: CellContent): void {
    this.#unheard = this.#row({ video });
    this.#speech = undefined;
  }

  #row(given: Partial<DraftRow>): DraftRow {
    if (this.#sections.length > 0) this.#scene('');
    return this.#builder.row(given);
  }

  #endAction(): void {
    if (this.#action.length === 0) return;
    const video = readEmphasis(this.#action.join('\n'));
    this.#action = [];
    this.#picture(video);
  }
}

const isTransition = (line: string): boolean => line.endsWith('TO:') && line === line.toUpperCase();

const PAGE_BREAK = /^={3,}$/;

/** Two spaces on an otherwise empty line keep a speech going. */
const isDialogue = (line: string | undefined): boolean =>
  line !== undefined && (isBlank(line) ? line.length >= 2 : !PAGE_BREAK.test(line.trim()));

function dialogueLine(line: string): CellContent {
  if (line.startsWith('~')) return emphasised(line.slice(1).trim(), { italic: true });
  return line.startsWith('(') && line.endsWith(')') ? emphasised(line, { italic: true }) : readEmphasis(line);
}

function emphasised(line: string, marks: Marks): CellContent {
  const writer = new RunWriter();
  for (const run of readEmphasis(line)) writer.write(run.text, { ...run.marks, ...marks });
  return writer.content();
}
