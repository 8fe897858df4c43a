import { useId, type ReactNode } from 'react';
import type { RowNews } from '../../app/history/briefing.ts';
import { CELL_KINDS } from '../../app/script/content.ts';
import type { LiveRow } from './use-live-rows.ts';
import { useApp } from '../app-services.ts';
import { Avatar } from '../together/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { firstName } from '../together/person.ts';
import { movedWords, namedAll, rowName, shortMoment, type Names } from './briefing-words.ts';
import { changedKinds, Difference } from './differences.tsx';
import type { Choice, Choices } from './use-choices.ts';

interface BothCardProps {
  readonly row: RowNews;
  /** What the row says in the script at this moment. */
  readonly now: LiveRow;
  readonly names: Names;
  readonly choices: Choices;
  readonly isReadOnly: boolean;
  /** It shows what can be chosen. */
  readonly isCurrent: boolean;
  /** "1 of 2" */
  readonly place: string;
  readonly onEdit: () => void;
  readonly onKeep: () => void;
}

const CHOSEN: Readonly<Record<Choice, string>> = {
  kept: 'Kept as it is',
  mine: 'Yours is in the script',
  theirs: 'Theirs is in the script',
  back: 'Brought back',
  left: 'Left deleted',
};

/** A row that both sides changed: their words, mine and what the script says now, and what a person may choose. */
export function BothCard({
  row,
  now,
  names,
  choices,
  isReadOnly,
  isCurrent,
  place,
  onEdit,
  onKeep,
}: BothCardProps): ReactNode {
  const app = useApp();
  const at = app.now();
  const titleId = useId();
  const { base, theirs, mine } = row.states;
  const kinds = CELL_KINDS.filter(
    (kind) => base !== null && [theirs, mine].some((side) => side !== null && changedKinds(base, side).includes(kind)),
  );
  const [latest] = row.others;
  const whose = namedAll(
    row.others.map(({ who }) => who),
    names,
  );
  const chosen = choices.of(row.id);
  const useTheirs = row.others.length === 1 ? `Use ${possessive(whose)}` : 'Use theirs';
  return (
    <article
      className={isCurrent ? 'card is-current' : 'card'}
      tabIndex={-1}
      data-news={row.id}
      aria-labelledby={titleId}
    >
      <header>
        <span className="strong" id={titleId}>
          {rowName(row)}
          {kinds.length === 1 ? `, ${kinds[0]}` : ''}
        </span>
        <span className="grow quiet clip">{row.heading ?? ''}</span>
        {movedWords(row) === null ? null : <span className="tag">{movedWords(row)}</span>}
        {chosen === null ? null : (
          <span className="chosen">
            <Icon name="check" size={14} /> {CHOSEN[chosen]}
          </span>
        )}
        <span className="quiet small">{place}</span>
      </header>
      <div className="three">
        <div>
          <h3>
            <Avatar personId={personOf(latest?.who)} name={names.get(latest?.who ?? null) ?? null} isSmall />
            <span>
              {whose}
              {latest === undefined ? '' : <span className="quiet">, came {shortMoment(latest.at, at)}</span>}
            </span>
          </h3>
          <Difference before={base} after={theirs} kinds={kinds} />
        </div>
        <div>
          <h3>
            <span className="avatar s" aria-hidden="true">
              Y
            </span>
            <span>
              You
              {row.mine === null ? '' : <span className="quiet">, {shortMoment(row.mine.at, at)}</span>}
            </span>
          </h3>
          <Difference before={base} after={mine} kinds={kinds} />
        </div>
        <div className="now">
          <h3>
            <Icon name="git-merge" /> In the script now
          </h3>
          <Difference before={now} after={now} kinds={kinds} />
        </div>
      </div>
      <footer>
        {isReadOnly ? null : (
          <>
            <button type="button" className="btn main" onClick={onKeep}>
              Keep this <kbd>K</kbd>
            </button>
            <button type="button" className="btn" onClick={() => choices.use(row, 'mine')}>
              Use mine <kbd>M</kbd>
            </button>
            <button type="button" className="btn" onClick={() => choices.use(row, 'theirs')}>
              {useTheirs} <kbd>A</kbd>
            </button>
          </>
        )}
        <button type="button" className="btn bare" onClick={onEdit}>
          {isReadOnly ? 'Go to row' : 'Edit in place'} <kbd>↵</kbd>
        </button>
        <span className="grow" />
        {isReadOnly ? null : <span className="quiet small wide">Each is a new edit. Ctrl+Z takes it back.</span>}
      </footer>
    </article>
  );
}

const possessive = (name: string): string => `${firstName(name)}’s`;

const personOf = (who: string | null | undefined): string | null => (who === 'me' || who === undefined ? null : who);
