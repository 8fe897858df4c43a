import { splitRow } from '../births.ts';
import { splitContent, textOf, type CellContent } from '../content.ts';
import { MAX_HEADING_CHARACTERS, MAX_ROWS, MAX_SCENES, MAX_SPEAKER_CHARACTERS } from '../limits.ts';
import { describeLeftOut } from './left-out.ts';
import type { LeftOutKind, ParsedRow, ParsedScene, ParsedScript } from './parsed-script.ts';
import { joinContents, plain, stack } from './runs.ts';

/** A row that its parser may still fill. */
export interface DraftRow {
  video: CellContent;
  audio: CellContent;
  speaker: string | null;
  secondsSet: number | null;
}

interface DraftScene {
  readonly heading: string | null;
  readonly rows: DraftRow[];
}

/** Collects what a parser finds, in order, and keeps the promises that all of them share. */
export class ParsedScriptBuilder {
  title: string | null = null;
  readonly #scenes: DraftScene[] = [];
  readonly #remarks = new Set<string>();
  readonly #leftOut = new Map<LeftOutKind, string[]>();
  #rowCount = 0;
  #sceneCount = 0;

  /** The row added last in the scene at the end, if there is one to add to. */
  get lastRow(): DraftRow | undefined {
    return this.#scenes.at(-1)?.rows.at(-1);
  }

  /** How many rows there are so far: the number that the row added last will carry. */
  get rowCount(): number {
    return this.#rowCount;
  }

  get isEmpty(): boolean {
    return this.#scenes.length === 0;
  }

  /** There is more than a script can hold: whoever reads on reads for nothing. */
  get isOverfull(): boolean {
    return this.#rowCount > MAX_ROWS || this.#sceneCount > MAX_SCENES;
  }

  scene(heading: string): void {
    this.#sceneCount += 1;
    const [shown = [], ...rest] = splitContent(plain(heading.trim()), MAX_HEADING_CHARACTERS);
    this.#scenes.push({ heading: textOf(shown).trim(), rows: [] });
    if (rest.length === 0) return;
    this.row({ video: joinContents(rest, '') });
    this.remark('A heading that was too long goes on in the first row below it.');
  }

  row(given: Partial<DraftRow>): DraftRow {
    if (this.#scenes.length === 0) this.#scenes.push({ heading: null, rows: [] });
    this.#rowCount += 1;
    const row: DraftRow = { video: [], audio: [], speaker: null, secondsSet: null, ...given };
    this.#scenes.at(-1)?.rows.push(row);
    return row;
  }

  leaveOut(kind: LeftOutKind, text: string): void {
    const texts = this.#leftOut.get(kind);
    if (texts === undefined) this.#leftOut.set(kind, [text]);
    else texts.push(text);
  }

  /** Content as words alone, for what is no cell. Its marks go with nothing said, but not where its links lead. */
  wordsOf(content: CellContent): string {
    for (const { marks } of content) if (marks?.link !== undefined) this.leaveOut('link-of-name', marks.link.href);
    return textOf(content).replaceAll('\n', ' ').trim();
  }

  /** Adds a sentence for the person; the same sentence is told once. */
  remark(sentence: string): void {
    this.#remarks.add(sentence);
  }

  finish(): ParsedScript {
    const scenes = this.#scenes.map(({ heading, rows }): ParsedScene => ({
      heading,
      rows: rows.flatMap((row) => this.#fit(row)),
    }));
    const leftOut = Array.from(this.#leftOut, ([kind, texts]) => ({ kind, texts }));
    const rows = scenes.flatMap((scene) => scene.rows);
    return {
      title: this.title,
      layout: rows.length > 0 && rows.every(({ video }) => video.length === 0) ? 'narration' : 'av',
      scenes,
      rowCount: this.#rowCount,
      sceneCount: this.#sceneCount,
      notes: [...leftOut.map(describeLeftOut), ...this.#remarks],
      leftOut,
    };
  }

  /** What is too long for its place goes on in another, so that nothing is cut off later. */
  #fit(draft: DraftRow): readonly ParsedRow[] {
    const isName = (draft.speaker ?? '').length <= MAX_SPEAKER_CHARACTERS;
    const row = isName ? draft : { ...draft, speaker: null, audio: stack(plain(`${draft.speaker}:`), draft.audio) };
    const rows = splitRow(row);
    if (rows.length === 1) return [row];
    this.#rowCount += rows.length - 1;
    this.remark('Cells longer than 64 KB became several rows.');
    return rows.map((part) => ({ ...row, video: [], audio: [], ...part }));
  }
}
