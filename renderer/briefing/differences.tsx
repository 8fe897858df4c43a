import type { ReactNode } from 'react';
import { CELL_KINDS } from '../../app/script/content.ts';
import { compareWords, isChanged } from '../../app/script/compare-words.ts';
import type { PlainRow } from '../../app/script/plain-script.ts';
import { changedPiece } from '../history/shown-script.ts';
import { Words } from '../history/words.tsx';
import { clockTime } from '../ui/words.ts';

type Cells = Pick<PlainRow, 'video' | 'audio' | 'speaker' | 'secondsSet'>;

const NOTHING: Cells = { video: [], audio: [], speaker: null, secondsSet: null };

interface DifferenceProps {
  readonly before: Cells | null;
  readonly after: Cells | null;
  /** Cells that are shown; all that differ otherwise. */
  readonly kinds?: readonly ('video' | 'audio')[];
  /** In a row that is new or gone the row says so, not every word. */
  readonly isWhole?: boolean;
}

/** A row's words in two states as one text: what came underlined, what went struck; then speaker and length. */
export function Difference({ before, after, kinds, isWhole = false }: DifferenceProps): ReactNode {
  const [was, is] = [before ?? NOTHING, after ?? NOTHING];
  const shown = kinds ?? (isWhole ? CELL_KINDS.filter((kind) => is[kind].length > 0) : changedKinds(was, is));
  return (
    <>
      {shown.map((kind) => {
        const pieces = compareWords(isWhole ? is[kind] : was[kind], is[kind]).map(changedPiece);
        return (
          <span key={kind} className={`said ${kind === 'video' ? 'seen' : 'heard'}`}>
            <span className="hidden">{kind === 'video' ? 'Video: ' : 'Audio: '}</span>
            {pieces.length === 0 ? <span className="quiet">No words</span> : <Words pieces={pieces} />}
          </span>
        );
      })}
      {was.speaker === is.speaker || isWhole || after === null ? null : (
        <ValueChange name="Speaker" before={was.speaker} after={is.speaker} />
      )}
      {was.secondsSet === is.secondsSet || isWhole || after === null ? null : (
        <ValueChange name="Length" before={lengthOf(was)} after={lengthOf(is)} />
      )}
    </>
  );
}

/** The cells whose words differ; where none do, the one by which the row is known. */
export function changedKinds(before: Cells, after: Cells): readonly ('video' | 'audio')[] {
  const changed = CELL_KINDS.filter((kind) => isChanged(compareWords(before[kind], after[kind])));
  return changed.length > 0 ? changed : [after.audio.length > 0 ? 'audio' : 'video'];
}

const lengthOf = ({ secondsSet }: Cells): string | null => (secondsSet === null ? null : clockTime(secondsSet));

interface ValueChangeProps {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

function ValueChange({ name, before, after }: ValueChangeProps): ReactNode {
  return (
    <span className="value">
      {name} {before === null ? null : <del>{before}</del>} {after === null ? 'none' : <ins>{after}</ins>}
    </span>
  );
}
