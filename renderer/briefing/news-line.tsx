import type { ReactNode } from 'react';
import { kindOf, type RowNews, type SceneNews } from '../../app/history/briefing.ts';
import { compareWords } from '../../app/script/compare-words.ts';
import type { CellContent } from '../../app/script/content.ts';
import { useApp } from '../app-services.ts';
import { changedPiece } from '../history/shown-script.ts';
import { Words } from '../history/words.tsx';
import { Avatar } from '../together/avatar.tsx';
import { movedWords, namedAll, rowName, sceneName, shortMoment, type Names } from './briefing-words.ts';
import { Difference } from './differences.tsx';
import type { Choices } from './use-choices.ts';

interface NewsLineProps {
  readonly news: RowNews | SceneNews;
  readonly names: Names;
  readonly choices: Choices;
  readonly isReadOnly: boolean;
  readonly onGo: () => void;
}

/** What others did, one line of it: where, who, what, and when it came. */
export function NewsLine({ news, names, choices, isReadOnly, onGo }: NewsLineProps): ReactNode {
  const { now } = useApp();
  const [latest] = news.others;
  const isScene = 'isRenamed' in news;
  const isGone = news.fate === 'deleted';
  const name = isScene ? sceneName(news) : rowName(news);
  const who = namedAll(
    news.others.map((other) => other.who),
    names,
  );
  const moved = movedWords(news);
  return (
    <li className="change" data-news={news.id}>
      {isGone ? (
        <span className="num quiet where">{name}</span>
      ) : (
        <button type="button" className="btn bare where" aria-label={`Go to ${name.toLowerCase()}`} onClick={onGo}>
          {name}
        </button>
      )}
      <span className="line whose">
        <Avatar
          personId={latest?.who === 'me' ? null : (latest?.who ?? null)}
          name={names.get(latest?.who ?? null) ?? null}
          isSmall
        />
        <span className="clip">{who}</span>
      </span>
      <span className="what">
        {moved === null ? null : <span className="tag">{moved}</span>}
        {isScene ? <HeadingChange news={news} /> : <RowWords news={news} />}
      </span>
      {isGone && !isReadOnly && choices.of(news.id) === null ? (
        <button type="button" className="btn" onClick={() => choices.bringBack(news)}>
          Bring back
        </button>
      ) : (
        <span className="quiet small when">{latest === undefined ? '' : `came ${shortMoment(latest.at, now())}`}</span>
      )}
    </li>
  );
}

function RowWords({ news }: { readonly news: RowNews }): ReactNode {
  const { base, theirs, now } = news.states;
  switch (kindOf(news)) {
    case 'new':
    case 'moved':
      return <Difference before={null} after={now} isWhole />;
    case 'deleted':
      return <Difference before={base} after={null} />;
    default:
      return <Difference before={base} after={theirs ?? now} />;
  }
}

const words = (heading: string | null | undefined): CellContent => (heading ? [{ text: heading }] : []);

function HeadingChange({ news }: { readonly news: SceneNews }): ReactNode {
  const { base, now } = news.states;
  const isNew = news.fate === 'added';
  const pieces = compareWords(words(isNew ? now?.heading : base?.heading), words(now?.heading)).map(changedPiece);
  return (
    <span className="said heard strong">
      {pieces.length === 0 ? <span className="quiet">Untitled scene</span> : <Words pieces={pieces} />}
    </span>
  );
}
