import type { ReadOnlyReason } from '../../app/ipc/contract.ts';
import type { Standing } from '../../app/ipc/sync.ts';
import type { SaveState } from '../document/save-state.ts';
import { ONLY_DEVICE } from '../ui/stations.tsx';
import { saveWords } from './save-words.ts';
import type { Said } from './voice.ts';
import { standingWords, type StatusWords, type Told } from './standing-words.ts';

export interface Status extends Told {
  readonly save: SaveState;
  /** Null while nothing was told that holds for everything saved in this window. */
  readonly standing: Standing | null;
  readonly readOnly: ReadOnlyReason | null;
}

/** The one line beside the title. What is not saved comes before anything that the server said. */
export function statusWords({ save, standing, readOnly, link, now }: Status): StatusWords {
  if (save.kind !== 'saved') {
    const { label, tone, device } = saveWords(save);
    return { label, tone, path: { ...ONLY_DEVICE, device } };
  }
  // Without a standing beyond this device, nothing is known that the server could be said to have.
  if (standing === null || standing.kind === 'only-here')
    return { label: readOnly === null ? 'Saved on this device' : READ_ONLY[readOnly], ...PLAIN };
  return standingWords(standingFor(standing, readOnly), { link, now });
}

/** What a screen reader may be told of it; null for a state that lies between two others: keys are typed, not announced. */
export function saidOf(status: Status): Said | null {
  const { save, standing, readOnly } = status;
  if (save.kind === 'saving' || save.kind === 'keeping') return null;
  if (save.kind === 'saved' && (standing?.kind === 'sending' || standing?.kind === 'receiving')) return null;
  const kind = save.kind === 'saved' ? (readOnly ?? standing?.kind ?? 'only-here') : save.kind;
  return { kind, words: statusWords(status).label };
}

const PLAIN = { tone: 'device', path: ONLY_DEVICE } as const;

const READ_ONLY: Readonly<Record<ReadOnlyReason, string>> = {
  'newer-format': 'Needs a newer Galley',
  'may-not-write': 'Saved on this device',
  'access-ended': 'Access ended, read only',
};

/** What the window knows first hand: which of the two it heard first makes no difference. */
function standingFor(standing: Standing, readOnly: ReadOnlyReason | null): Standing {
  const edits = 'edits' in standing ? standing.edits : 0;
  const oldestAt = 'oldestAt' in standing ? standing.oldestAt : null;
  if (readOnly === 'newer-format') return { kind: 'newer-format', edits, oldestAt };
  if (readOnly === 'access-ended') return { kind: 'access-ended', edits, oldestAt };
  return standing;
}
