import { memo, useState, type ReactNode } from 'react';
import { DeedButton, HistoryRow } from './shown-row.tsx';
import type { ShownRow, ShownSection } from './shown-script.ts';
import { clockTime } from '../ui/words.ts';
import { Words } from './words.tsx';

/** As in the editor: so many rows lie in one box that is not laid out while it is out of sight. */
const ROWS_IN_CHUNK = 16;

interface ShownScenesProps {
  readonly sections: readonly ShownSection[];
  readonly isNarration: boolean;
  /** The row or scene that "next change" has reached. */
  readonly current: string | null;
  /** Rows without a change are folded into one line that says how many. */
  readonly foldsSame: boolean;
  readonly when: string;
  readonly onRestoreRow: (row: ShownRow) => void;
  readonly onRestoreScene: (section: ShownSection) => void;
}

export const ShownScenes = memo(function ShownScenes(props: ShownScenesProps): ReactNode {
  const { sections, isNarration } = props;
  return (
    <div className={`script past${isNarration ? ' is-narration' : ''}`}>
      <div className="heads" aria-hidden="true">
        <span>Video</span>
        <span>Audio</span>
        <span>Time</span>
      </div>
      <div className="scenes">
        {sections.map((section) => (
          <Section key={section.id ?? 'opening'} {...props} section={section} />
        ))}
      </div>
    </div>
  );
});

function Section({ section, ...props }: ShownScenesProps & { readonly section: ShownSection }): ReactNode {
  const { id, number, tone, tag, heading, seconds, rows, deed } = section;
  const headingId = `past-heading-${id}`;
  const isCurrent = id !== null && props.current === id;
  const name = id === null ? { 'aria-label': 'Before the first scene' } : { 'aria-labelledby': headingId };
  return (
    <section className={`scene past-scene is-${tone}`} {...name}>
      {id === null ? null : (
        <header
          className={isCurrent ? 'scene-head is-current' : 'scene-head'}
          tabIndex={-1}
          data-shown={id}
          aria-current={isCurrent ? 'true' : undefined}
        >
          <div className="scene-gutter">
            <span className="num">{number}</span>
          </div>
          <h2 className={heading.length === 0 ? 'heading is-empty' : 'heading'} id={headingId}>
            {heading.length === 0 ? 'Untitled scene' : <Words pieces={heading} />}
            {tag === null ? null : <span className="tag change-tag">{tag}</span>}
          </h2>
          <span className="scene-meta">
            {deed === null ? null : (
              <DeedButton
                deed={deed}
                thing={`scene ${number}`}
                when={props.when}
                onDo={() => props.onRestoreScene(section)}
              />
            )}
            <time>{clockTime(seconds)}</time>
          </span>
        </header>
      )}
      <Rows {...props} rows={rows} name={name} />
    </section>
  );
}

type RowsProps = Omit<ShownScenesProps, 'sections'> & {
  readonly rows: readonly ShownRow[];
  readonly name: { readonly 'aria-label': string } | { readonly 'aria-labelledby': string };
};

function Rows({ rows, name, foldsSame, isNarration, current, when, onRestoreRow }: RowsProps): ReactNode {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  if (rows.length === 0) return null;
  return (
    <div className="rows" role="table" {...name}>
      {stretchesOf(rows, foldsSame).map((stretch) => {
        const [first] = stretch.rows;
        if (first === undefined) return null;
        if (stretch.isSame && !unfolded.has(first.id))
          return (
            <div key={first.id} className="same-rows" role="row">
              <span role="cell">
                <button
                  type="button"
                  className="btn bare"
                  aria-expanded={false}
                  onClick={() => setUnfolded(new Set([...unfolded, first.id]))}
                >
                  {sameWords(stretch.rows)}
                </button>
              </span>
            </div>
          );
        return (
          <div
            key={first.id}
            className="chunk"
            role="rowgroup"
            style={{ containIntrinsicBlockSize: `auto ${72 * stretch.rows.length}px` }}
          >
            {stretch.rows.map((row) => (
              <HistoryRow
                key={row.id}
                row={row}
                isNarration={isNarration}
                isCurrent={current === row.id}
                when={when}
                onDo={onRestoreRow}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}

interface Stretch {
  readonly rows: readonly ShownRow[];
  readonly isSame: boolean;
}

function stretchesOf(rows: readonly ShownRow[], foldsSame: boolean): readonly Stretch[] {
  const stretches: { rows: ShownRow[]; isSame: boolean }[] = [];
  for (const row of rows) {
    const isSame = foldsSame && row.tone === 'plain';
    const last = stretches.at(-1);
    if (last !== undefined && last.isSame === isSame && (isSame || last.rows.length < ROWS_IN_CHUNK))
      last.rows.push(row);
    else stretches.push({ rows: [row], isSame });
  }
  return stretches;
}

function sameWords(rows: readonly ShownRow[]): string {
  const [first, last] = [rows[0]?.number, rows.at(-1)?.number];
  if (rows.length === 1) return `Row ${first}, no change`;
  return rows.length === 2 ? `Rows ${first} and ${last}, no change` : `Rows ${first} to ${last}, no change`;
}
