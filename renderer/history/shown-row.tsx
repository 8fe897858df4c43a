import { memo, type ReactNode } from 'react';
import { CELL_KINDS, type CellKind } from '../../app/script/content.ts';
import { Icon } from '../ui/icon.tsx';
import { clockTime, listed, spokenTime } from '../ui/words.ts';
import type { Deed, Piece, ShownRow } from './shown-script.ts';
import { Words } from './words.tsx';

/** A cue is not spoken by anybody: it is set in italics, as in the editor. */
const CUE = /^(sound|sfx|music|fx|atmos(phere)?)$/i;

interface RowProps {
  readonly row: ShownRow;
  readonly isNarration: boolean;
  readonly isCurrent: boolean;
  /** "Tuesday 14:03": when the row was as it is shown. */
  readonly when: string;
  readonly onDo: (row: ShownRow) => void;
}

/** One row of the past, drawn and never edited. */
export const HistoryRow = memo(
  function HistoryRow({ row, isNarration, isCurrent, when, onDo }: RowProps): ReactNode {
    const { id, number, tone, tag, speaker, seconds, secondsWere, writers, deed } = row;
    const kinds = isNarration ? (['audio'] as const) : CELL_KINDS;
    const isCue = CUE.test(
      speaker
        .map(({ text }) => text)
        .join('')
        .trim(),
    );
    return (
      <div
        className={`row past-row is-${tone}${isCurrent ? ' is-current' : ''}`}
        role="row"
        tabIndex={-1}
        data-shown={id}
        aria-current={isCurrent ? 'true' : undefined}
      >
        <div className="gutter" role="rowheader">
          <span className="num">{number}</span>
        </div>
        {kinds.map((kind: CellKind) => (
          <div key={kind} className={`cell ${kind}${kind === 'audio' && isCue ? ' is-cue' : ''}`} role="cell">
            {kind === 'audio' ? (
              <div className="who">
                <Words pieces={speaker} />
              </div>
            ) : null}
            <div className="words">
              {tag !== null && kind === kinds[0] ? <span className="tag change-tag">{tag}</span> : null}
              <div className="cell-text">
                <p>
                  <Words pieces={row[kind]} />
                  {endsOpen(row[kind]) ? <br /> : null}
                </p>
              </div>
            </div>
          </div>
        ))}
        <div className="meta" role="cell">
          {deed === null ? null : <DeedButton deed={deed} thing={`row ${number}`} when={when} onDo={() => onDo(row)} />}
          {secondsWere === null ? null : <del className="num">{clockTime(secondsWere)}</del>}
          <time aria-label={spokenTime(seconds)}>{clockTime(seconds)}</time>
        </div>
        {writers.length === 0 ? null : <span className="writers">{`Written by ${listed(writers)}`}</span>}
      </div>
    );
  },
  // A moment is read anew with every step; what says the same is not drawn again.
  (a, b) =>
    a.onDo === b.onDo &&
    a.when === b.when &&
    a.isCurrent === b.isCurrent &&
    a.isNarration === b.isNarration &&
    (a.row === b.row || JSON.stringify(a.row) === JSON.stringify(b.row)),
);

interface DeedButtonProps {
  readonly deed: Exclude<Deed, null>;
  /** "row 7", "scene 2" */
  readonly thing: string;
  readonly when: string;
  readonly onDo: () => void;
}

export function DeedButton({ deed, thing, when, onDo }: DeedButtonProps): ReactNode {
  const words =
    deed === 'restore' ? `Restore ${thing} as it was ${when}` : `Take ${thing} out again: it was not there ${when}`;
  return (
    <button type="button" className="btn bare square deed" aria-label={words} title={words} onClick={onDo}>
      <Icon name={deed === 'restore' ? 'rotate-ccw' : 'x'} size={14} />
    </button>
  );
}

/** A line feed at the end, or no words at all, would otherwise take no line. */
function endsOpen(pieces: readonly Piece[]): boolean {
  const last = pieces.at(-1)?.text ?? '';
  return last === '' || last.endsWith('\n');
}
