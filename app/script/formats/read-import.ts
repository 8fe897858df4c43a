import { Failure } from '../../failure.ts';
import type { ImportPreview } from '../../ipc/contract.ts';
import { Title } from '../../ipc/contract.ts';
import { textOf } from '../content.ts';
import { buildScript } from '../plain-script.ts';
import { countWords } from '../plain-text.ts';
import type { Surroundings } from '../surroundings.ts';
import { checkLimits } from './check-limits.ts';
import { decodeText } from './decode-text.ts';
import { sniff, type FileKind } from './file-kind.ts';
import { parseFountain } from './fountain.ts';
import { describeLeftOut, quote } from './left-out.ts';
import { parseMarkdown } from './markdown.ts';
import { readImportedRescue } from './import-rescue.ts';
import type { ParsedScript } from './parsed-script.ts';
import { parsePlainText } from './plain-text.ts';
import { isRescue, type Sha256 } from './rescue-file.ts';

export type ImportFormat = Exclude<ImportPreview['format'], 'rescue'>;

export interface ReadImport {
  readonly preview: Omit<ImportPreview, 'importId'>;
  /** The new script's document, to be applied in this order. */
  readonly updates: readonly Uint8Array[];
}

const PARSERS = { fountain: parseFountain, markdown: parseMarkdown, text: parsePlainText } as const satisfies Record<
  ImportFormat,
  (text: string) => ParsedScript
>;
const SAMPLE_ROWS = 12;
const SAMPLE_CHARACTERS = 400;
const MAX_TITLE_CHARACTERS = 200;

/**
 * Everything between a file's bytes and a script that may be made of them.
 * @throws Failure `invalid` when it is not text or holds no words, `too-large` when no script can hold it.
 */
export function readImport(
  { fileName, content }: { readonly fileName: string; readonly content: Uint8Array },
  { newId, sha256 }: Pick<Surroundings, 'newId'> & { readonly sha256: Sha256 },
): ReadImport {
  if (isRescue(content)) return readImportedRescue(content, { fileName, sha256 });
  const looksLike = sniff(content);
  const decoded = looksLike === undefined ? decodeText(content) : ({ kind: 'not-text', looksLike } as const);
  if (decoded.kind === 'not-text') throw notText(fileName, decoded.looksLike);
  const format = formatOf(fileName, decoded.text);
  const parsed = checkLimits(PARSERS[format](decoded.text));
  if (parsed.scenes.length === 0) {
    throw new Failure(
      'invalid',
      `There are no words in ${quote(fileName)}. It is unchanged, and nothing was imported. Choose another file.`,
    );
  }
  const { title, rest } = titleOf(parsed.title ?? nameWithoutEnding(fileName));
  return {
    preview: {
      fileName,
      title,
      format,
      scenes: parsed.scenes.filter(({ heading }) => heading !== null).length,
      rows: parsed.rowCount,
      words: wordsIn(parsed),
      notes: [
        ...decoded.notes,
        ...(rest === '' ? [] : [describeLeftOut({ kind: 'long-title', texts: [rest] })]),
        ...parsed.notes,
      ],
      sample: sampleOf(parsed),
    },
    updates: buildScript(parsed, { newId }),
  };
}

/** The name decides; a text file that is plainly a screenplay is read as one. */
function formatOf(fileName: string, text: string): ImportFormat {
  const ending = /\.([^.]{1,16})$/.exec(fileName.toLowerCase())?.[1] ?? '';
  if (['fountain', 'spmd'].includes(ending)) return 'fountain';
  if (['md', 'markdown', 'mdown', 'mkd'].includes(ending)) return 'markdown';
  return isScreenplay(text) ? 'fountain' : 'text';
}

/** Scene headings of the usual form, and neither columns nor labels of a two-column script. */
const isScreenplay = (text: string): boolean =>
  /^(?:INT|EXT|EST|INT\.?\/EXT|I\/E)[. ]/m.test(text) && !/\t|^\s{0,20}(?:video|audio|visuals?)\s?:/im.test(text);

const notText = (fileName: string, { name, advice }: FileKind): Failure =>
  new Failure('invalid', `${quote(fileName)} looks like ${name}. It is unchanged, and nothing was imported. ${advice}`);

const nameWithoutEnding = (fileName: string): string => fileName.replace(/\.[^.]{1,16}$/, '');

function titleOf(words: string): { readonly title: string; readonly rest: string } {
  const line = words.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  const title = Title.safeParse(line);
  if (title.success) return { title: title.data, rest: '' };
  const shown = line.slice(0, MAX_TITLE_CHARACTERS).toWellFormed().trim();
  return { title: shown === '' ? 'Untitled script' : shown, rest: line.slice(MAX_TITLE_CHARACTERS).trim() };
}

/** Words that are heard, as the library counts them. */
const wordsIn = ({ scenes }: ParsedScript): number =>
  scenes.reduce((sum, { rows }) => rows.reduce((all, { audio }) => all + countWords(textOf(audio)), sum), 0);

function sampleOf({ scenes }: ParsedScript): ImportPreview['sample'] {
  const rows = scenes.flatMap(({ heading, rows: ofScene }) =>
    ofScene.slice(0, SAMPLE_ROWS).map((row, index) => ({
      scene: index === 0 ? heading : null,
      video: textOf(row.video).slice(0, SAMPLE_CHARACTERS).toWellFormed(),
      audio: textOf(row.audio).slice(0, SAMPLE_CHARACTERS).toWellFormed(),
      speaker: row.speaker,
    })),
  );
  return rows.slice(0, SAMPLE_ROWS);
}
