import { useId, type ReactNode } from 'react';
import type { RowNews, SceneNews } from '../../app/history/briefing.ts';
import { Icon } from '../ui/icon.tsx';
import { keptWords, rowName, sceneName, type Names } from './briefing-words.ts';
import { Difference } from './differences.tsx';
import type { Choices } from './use-choices.ts';

interface KeptCardProps {
  readonly news: RowNews | SceneNews;
  readonly names: Names;
  readonly choices: Choices;
  readonly isReadOnly: boolean;
}

/** Something that was deleted although, or while, words of somebody else are in it. */
export function KeptCard({ news, names, choices, isReadOnly }: KeptCardProps): ReactNode {
  const titleId = useId();
  const chosen = choices.of(news.id);
  const isScene = 'isRenamed' in news;
  return (
    <article className="card kept" tabIndex={-1} data-news={news.id} aria-labelledby={titleId}>
      <div className="grow">
        <p className="small">
          <span className="strong" id={titleId}>
            {isScene ? sceneName(news) : rowName(news)}
          </span>{' '}
          <span className="soft">{keptWords(news, names)}</span>
        </p>
        {isScene ? (
          <p className="said heard">{(news.states.now ?? news.states.base)?.heading}</p>
        ) : (
          <Difference before={news.states.base} after={news.states.mine ?? news.states.now} />
        )}
      </div>
      {chosen === 'back' || chosen === 'left' ? (
        <span className="chosen">
          <Icon name="check" size={14} /> {chosen === 'back' ? 'Brought back' : 'Left deleted'}
        </span>
      ) : isReadOnly ? null : (
        <span className="line">
          <button type="button" className="btn" onClick={() => choices.bringBack(news)}>
            Bring {isScene ? 'scene' : 'row'} back
          </button>
          <button type="button" className="btn bare" onClick={() => choices.leaveDeleted(news)}>
            Leave deleted
          </button>
        </span>
      )}
    </article>
  );
}
