import { textOf, type CellContent } from '../content.ts';
import { MAX_ROW_SECONDS } from '../limits.ts';
import { columnsByOrder, readClock, readHeader, readSeconds, type Column } from './columns.ts';
import type { Speakers } from './labels.ts';
import type { DraftRow, ParsedScriptBuilder } from './parsed-script-builder.ts';
import { joinContents, plain, stack } from './runs.ts';
import { readSpeech } from './speech.ts';

/** Makes rows of the rows of one table, whatever its columns are called and in whatever order they stand. */
export class TableReader {
  readonly #builder: ParsedScriptBuilder;
  readonly #speakers: Speakers;
  readonly #columns: readonly Column[];
  #scene: string | undefined;
  #timesAreStarts: boolean | undefined;
  #started: { readonly row: DraftRow; readonly at: number } | undefined;

  /** `header` is content like any row when it names neither picture nor sound. */
  constructor(builder: ParsedScriptBuilder, speakers: Speakers, header: readonly CellContent[]) {
    this.#builder = builder;
    this.#speakers = speakers;
    const columns = readHeader(header.map(textOf));
    this.#columns = columns ?? columnsByOrder(header.length);
    if (columns === undefined) {
      builder.remark(
        'A table that names no picture or sound was read from left to right: picture, sound, anything else.',
      );
      this.row(header);
      return;
    }
    for (const [index, cell] of header.entries()) {
      const name = builder.wordsOf(cell);
      if (columns[index]?.kind === 'other' && name !== '') builder.leaveOut('columns', name);
    }
  }

  row(cells: readonly CellContent[]): void {
    const parts = Map.groupBy(
      cells.map((cell, index) => ({ cell, column: this.#columns[index] ?? OTHER })),
      ({ column }) => column.kind,
    );
    const one = (kind: Column['kind']): CellContent => parts.get(kind)?.[0]?.cell ?? [];
    this.#enter(this.#builder.wordsOf(one('scene')));
    const row = this.#builder.row({ video: one('video'), audio: one('audio') });
    this.#number(this.#builder.wordsOf(one('number')));
    this.#speaker(row, one('speaker'));
    this.#length(row, one('length'));
    this.#time(row, one('time'));
    this.#start(row, one('start'));
    for (const { cell, column } of parts.get('other') ?? [])
      this.#keep(row, column.kind === 'other' ? column.name : '', cell);
  }

  #enter(scene: string): void {
    if (scene === '' || scene === this.#scene) return;
    this.#scene = scene;
    this.#builder.scene(scene);
  }

  #number(number: string): void {
    if (number !== '' && number.replace(/[.)]$/, '') !== String(this.#builder.rowCount))
      this.#builder.leaveOut('row-numbers', number);
  }

  /** Without a column for it, the speaker is what stands before the colon in the first line that is heard. */
  #speaker(row: DraftRow, cell: CellContent): void {
    if (this.#columns.some(({ kind }) => kind === 'speaker')) {
      row.speaker = this.#builder.wordsOf(cell) || null;
      return;
    }
    const speech = readSpeech(row.audio, this.#speakers);
    if (speech === undefined) return;
    row.speaker = speech.speaker;
    row.audio = speech.words;
  }

  #length(row: DraftRow, cell: CellContent): void {
    const seconds = readSeconds(textOf(cell));
    if (seconds !== undefined && seconds <= MAX_ROW_SECONDS) row.secondsSet = seconds;
    else this.#keep(row, '', cell);
  }

  #time(row: DraftRow, cell: CellContent): void {
    if (textOf(cell).trim() === '') return;
    this.#timesAreStarts ??= readClock(textOf(cell)) === 0;
    if (this.#timesAreStarts) this.#start(row, cell);
    else this.#length(row, cell);
  }

  /** A row lasts until the next one starts; the last one's length is estimated. */
  #start(row: DraftRow, cell: CellContent): void {
    const at = readClock(textOf(cell));
    if (at === undefined) return this.#keep(row, '', cell);
    if (this.#started !== undefined && at > this.#started.at)
      this.#started.row.secondsSet = Math.min(at - this.#started.at, MAX_ROW_SECONDS);
    this.#started = { row, at };
  }

  #keep(row: DraftRow, name: string, cell: CellContent): void {
    if (textOf(cell).trim() === '') return;
    row.video = stack(row.video, name === '' ? cell : joinContents([plain(`${name}:`), cell], ' '));
  }
}

const OTHER: Column = { kind: 'other', name: '' };
