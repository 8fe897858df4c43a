import { Failure } from '../../failure.ts';
import { MAX_UPDATE_BYTES } from '../../ipc/contract.ts';
import { textOf } from '../content.ts';
import { readScript, type PlainRow } from '../plain-script.ts';
import { readUpdates } from '../read-updates.ts';
import { splitUpdate } from '../split-update.ts';
import type { ReadImport } from './read-import.ts';
import { readRescue, type Sha256 } from './rescue-file.ts';

const SAMPLE_ROWS = 12;
const SAMPLE_CHARACTERS = 400;

/**
 * A rescue file as a new script: the very state that a window held, with all that was ever deleted in it.
 * @throws Failure `damaged`, `newer-version`
 */
export function readImportedRescue(
  content: Uint8Array,
  { fileName, sha256 }: { readonly fileName: string; readonly sha256: Sha256 },
): ReadImport {
  const { title, state } = readRescue(content, { fileName, sha256 });
  const { doc, unreadable } = readUpdates([state], null);
  try {
    if (unreadable.length > 0) throw unreadableState(fileName);
    const script = readScript(doc);
    const rows = script.scenes.flatMap(({ heading, rows: ofScene }) =>
      ofScene.map((row, index) => ({ scene: index === 0 ? heading : null, row })),
    );
    return {
      preview: {
        fileName,
        title,
        format: 'rescue',
        scenes: script.scenes.filter(({ heading }) => heading !== null).length,
        rows: rows.length,
        words: script.words,
        notes: [],
        sample: rows.slice(0, SAMPLE_ROWS).map(({ scene, row }) => ({ scene, ...sampleOf(row) })),
      },
      updates: splitUpdate(state, MAX_UPDATE_BYTES),
    };
  } finally {
    doc.destroy();
  }
}

function sampleOf({ video, audio, speaker }: PlainRow) {
  const start = (text: string): string => text.slice(0, SAMPLE_CHARACTERS).toWellFormed();
  return { video: start(textOf(video)), audio: start(textOf(audio)), speaker };
}

const unreadableState = (fileName: string): Failure =>
  new Failure(
    'damaged',
    `What “${fileName}” holds cannot be read as a script. It is unchanged, and nothing was imported. Import the Markdown file beside it.`,
  );
