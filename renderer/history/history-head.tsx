import type { ReactNode } from 'react';
import type { DifferenceCounts } from '../../app/script/compare.ts';
import type { Moment } from '../../app/ipc/history.ts';
import { Hint } from '../ui/hint.tsx';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menu.tsx';
import { counted } from '../ui/words.ts';
import type { Writer } from './shown-script.ts';

export type View = 'moment' | 'writers' | 'changes';
const VIEWS: readonly (readonly [View, string])[] = [
  ['moment', 'As it was'],
  ['writers', 'Who wrote what'],
  ['changes', 'Changes'],
];

interface HistoryHeadProps {
  /** "Tuesday 14:03" */
  readonly when: string;
  /** "edit 312 of 4,100" */
  readonly edit: string;
  readonly isNow: boolean;
  /** The names this moment has. */
  readonly moments: readonly Moment[];
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly onRename: (moment: Moment) => void;
  readonly onRemove: (moment: Moment) => void;
  /** Restores everything; absent where there is nothing to restore or it may not be written. */
  readonly onRestore?: () => void;
  /** What the view has to say about itself; null for nothing. */
  readonly about: ReactNode;
}

/** Over the words: which moment this is, how it is looked at, and what can be done with it. */
export function HistoryHead(props: HistoryHeadProps): ReactNode {
  const { when, edit, isNow, moments, view, onView, onRename, onRemove, onRestore, about } = props;
  return (
    <section className="past-head" aria-label="Moment">
      <div className="line past-where">
        <h2 className="past-when">{when}</h2>
        <span className="quiet num">{edit}</span>
        {moments.map((moment) => (
          <span key={moment.momentId} className="tag moment-tag">
            <Icon name="flag" size={12} />
            <span className="clip">{moment.name}</span>
            <MenuButton
              className="btn bare square"
              label={`More for ${moment.name}`}
              groups={[
                [
                  { label: 'Rename…', icon: 'pencil', run: () => onRename(moment) },
                  { label: 'Take off the line', icon: 'x', run: () => onRemove(moment) },
                ],
              ]}
            >
              <Icon name="chevron-down" size={14} />
            </MenuButton>
          </span>
        ))}
        <span className="grow" />
        <fieldset className="switch">
          <legend className="hidden">View</legend>
          {VIEWS.map(([name, label]) => (
            <label key={name}>
              <input
                className="hidden"
                type="radio"
                name="past-view"
                checked={view === name}
                onChange={() => onView(name)}
              />
              {label}
            </label>
          ))}
        </fieldset>
        {onRestore === undefined ? null : (
          <button type="button" className="btn" onClick={onRestore}>
            <Icon name="rotate-ccw" />
            Restore whole script
          </button>
        )}
      </div>
      {about === null ? null : (
        <div className="line past-about" aria-live={isNow ? 'off' : 'polite'}>
          {about}
        </div>
      )}
    </section>
  );
}

interface WritersLegendProps {
  readonly writers: readonly (Writer & { readonly percent: number })[];
  /** How much of the words nobody is known to have written. */
  readonly unknownPercent: number;
}

/** Whose colour and line is whose, and how much of what stands here each of them wrote. */
export function WritersLegend({ writers, unknownPercent }: WritersLegendProps): ReactNode {
  if (writers.length === 0 && unknownPercent === 0)
    return <span className="quiet">There are no words at this moment.</span>;
  return (
    <ul className="line legend">
      {writers.map(({ name, index, percent }) => (
        <li key={name}>
          <span className={`by by-${(index % 8) + 1}`}>{name}</span>{' '}
          <span className="quiet num">{percent < 1 ? 'under 1' : percent} %</span>
        </li>
      ))}
      {unknownPercent === 0 ? null : <li className="quiet num">not known {unknownPercent} %</li>}
    </ul>
  );
}

interface ChangesAboutProps {
  readonly from: string;
  readonly to: string;
  readonly counts: DifferenceCounts;
  readonly isSame: boolean;
  readonly settings: readonly string[];
  /** From 0; null before the first. */
  readonly at: number | null;
  readonly total: number;
  readonly holds: { readonly label: string; readonly run: () => void };
  /** The held moment is the one that is shown: there is another one to be chosen. */
  readonly isHeldHere: boolean;
  readonly onStep: (by: 1 | -1) => void;
}

/** Between which moments, how much is different, and the way from one change to the next. */
export function ChangesAbout(props: ChangesAboutProps): ReactNode {
  const { from, to, counts, isSame, settings, at, total, holds, isHeldHere, onStep } = props;
  return (
    <>
      <span className="between">
        {from} <Icon name="arrow-right" size={14} /> {to}
      </span>
      <button type="button" className="btn" onClick={holds.run}>
        {holds.label}
      </button>
      {isHeldHere ? <span className="quiet">Now choose the other moment on the line.</span> : null}
      {isSame && !isHeldHere ? <span className="quiet">Nothing is different.</span> : null}
      <ul className="line counts">
        {counts.added > 0 ? <li className="tag is-added">{counts.added} added</li> : null}
        {counts.deleted > 0 ? <li className="tag is-deleted">{counts.deleted} deleted</li> : null}
        {counts.moved > 0 ? <li className="tag is-moved">{counts.moved} moved</li> : null}
        {counts.changed > 0 ? <li className="tag">{counts.changed} changed</li> : null}
        {counts.scenes > 0 ? <li className="tag">{counted(counts.scenes, 'scene')}</li> : null}
        {settings.map((words) => (
          <li key={words} className="tag">
            {words}
          </li>
        ))}
      </ul>
      <span className="grow" />
      {total === 0 ? null : (
        <span className="line steps">
          <Hint text="Previous change" command="history.previous-change">
            {(tie) => (
              <button
                type="button"
                className="btn bare square"
                aria-label="Previous change"
                onClick={() => onStep(-1)}
                {...tie}
              >
                <Icon name="chevron-up" />
              </button>
            )}
          </Hint>
          <output className="num">{at === null ? counted(total, 'change') : `${at + 1} of ${total}`}</output>
          <Hint text="Next change" command="history.next-change">
            {(tie) => (
              <button
                type="button"
                className="btn bare square"
                aria-label="Next change"
                onClick={() => onStep(1)}
                {...tie}
              >
                <Icon name="chevron-down" />
              </button>
            )}
          </Hint>
        </span>
      )}
    </>
  );
}
