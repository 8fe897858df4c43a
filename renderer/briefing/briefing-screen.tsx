import './briefing.css';
import { useEffect, useRef, type ReactNode } from 'react';
import { kindOf, type RowNews, type SceneNews } from '../../app/history/briefing.ts';
import type { RowId } from '../../app/ids.ts';
import { useApp, useCommands } from '../app-services.ts';
import type { Readable } from '../document/readable.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { settingWords } from '../history/change-words.ts';
import { useUndoKeys } from '../history/use-undo-keys.ts';
import { hashOf } from '../router.ts';
import { LibraryCrumb } from '../script/library-crumb.tsx';
import { useLeaveGuard } from '../script/use-leave-guard.ts';
import { useMayWrite } from '../script/use-may-write.ts';
import { Icon } from '../ui/icon.tsx';
import { Screen } from '../ui/screen.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { BothCard } from './both-card.tsx';
import { GROUPS, groupNote, leadWords, namedAll, namesIn, titleWords } from './briefing-words.ts';
import { KeptCard } from './kept-card.tsx';
import { NewsLine } from './news-line.tsx';
import type { News, Unread } from './unread.ts';
import { step, useBriefingKeys } from './use-briefing-keys.ts';
import { useChoices } from './use-choices.ts';
import { useLiveRows } from './use-live-rows.ts';

interface BriefingScreenProps {
  readonly session: ScriptSession;
  readonly title: Readable<string>;
  readonly unread: Unread;
}

/** What happened while the person was away. Everything is in the script already: nothing happens unless it is chosen. */
export function BriefingScreen({ session, title: followed, unread }: BriefingScreenProps): ReactNode {
  const { router } = useApp();
  const { scriptId } = session;
  const title = useReadable(followed);
  const news = useReadable(unread.news);
  const isKnown = useReadable(unread.isKnown);
  useWindowTitle(`While you were away: ${title}`);
  useLeaveGuard(session);
  useUndoKeys(session);
  const goTo = (rowId: RowId | null): void => router.go({ kind: 'script', scriptId, rowId });
  useCommands((id) => {
    if (id !== 'view.briefing') return false;
    goTo(null);
    return true;
  });
  const crumb = (
    <LibraryCrumb>
      <a className="crumb clip" href={hashOf({ kind: 'script', scriptId, rowId: null })}>
        {title}
      </a>
      <h1>While you were away</h1>
    </LibraryCrumb>
  );
  if (news !== null)
    return <Told key={news.log.head} session={session} news={news} unread={unread} crumb={crumb} onGo={goTo} />;
  return (
    <Screen title={crumb}>
      <main className="body opening" aria-busy={!isKnown}>
        {isKnown ? (
          <div className="nothing">
            <h2>Nothing changed while you were away</h2>
            <p className="soft">What others write while you are elsewhere is told here, and marked beside its rows.</p>
            <button type="button" className="btn main big" onClick={() => goTo(null)}>
              Go to the script
            </button>
          </div>
        ) : (
          <p className="quiet">Reading…</p>
        )}
      </main>
    </Screen>
  );
}

interface ToldProps {
  readonly session: ScriptSession;
  readonly news: News;
  readonly unread: Unread;
  readonly crumb: ReactNode;
  readonly onGo: (rowId: RowId | null) => void;
}

function Told({ session, news, unread, crumb, onGo }: ToldProps): ReactNode {
  const { now } = useApp();
  const { briefing, log } = news;
  const page = useRef<HTMLElement>(null);
  const isReadOnly = !useMayWrite(session);
  const choices = useChoices(session, news);
  const names = namesIn(log);
  const groups = GROUPS.map((group) => ({
    ...group,
    items: [...briefing.scenes, ...briefing.rows].filter((item) => kindOf(item) === group.kind),
  })).filter(({ items }) => items.length > 0);
  const both = briefing.rows.filter((row) => kindOf(row) === 'both');
  const live = useLiveRows(
    session.model,
    both.map(({ id }) => id),
  );
  useEffect(() => {
    unread.briefed();
    // Where there is something to choose, keys choose at once.
    (page.current?.querySelector<HTMLElement>('.card') ?? page.current)?.focus({ preventScroll: true });
  }, [unread]);
  const keep = (row: RowNews): void => {
    choices.keep(row);
    step(page.current, 1);
  };
  const choose = (id: string, key: string): boolean => {
    const row = both.find((one) => one.id === id);
    if (row === undefined) return false;
    if (key === 'Enter') onGo(row.id);
    else if (isReadOnly) return false;
    else if (key === 'k') keep(row);
    else if (key === 'm' || key === 'a') choices.use(row, key === 'm' ? 'mine' : 'theirs');
    else return false;
    return true;
  };
  const current = useBriefingKeys(page, { first: both[0]?.id ?? null, choose });
  const readAll = (): void => {
    unread.readAll();
    onGo(null);
  };
  const lineOf = (item: RowNews | SceneNews): ReactNode => (
    <NewsLine
      key={item.id}
      news={item}
      names={names}
      choices={choices}
      isReadOnly={isReadOnly}
      onGo={() => onGo(rowOf(item))}
    />
  );
  const settings = briefing.settings.others.length === 0 ? [] : settingWords({ settings: briefing.settings.changes });
  return (
    <Screen title={crumb}>
      <div className="body">
        <nav className="side briefing-side" aria-label="Changes">
          <h2>While you were away</h2>
          {groups.map(({ kind, title, icon, items }) => (
            <button key={kind} type="button" className="item" onClick={() => jumpTo(page.current, kind)}>
              <Icon name={icon} />
              <span className="grow">{title}</span>
              <span className="num">{items.length}</span>
            </button>
          ))}
          <div className="foot">
            <span>Marks stay beside the rows until you have read them.</span>
            <button type="button" className="btn" onClick={readAll}>
              Mark all as read
            </button>
          </div>
        </nav>
        <main className="page" ref={page} tabIndex={-1} aria-label="Changes">
          <div className="brief">
            <div className="lead">
              <div className="grow">
                <h2 className="headline">{titleWords(briefing)}</h2>
                <p className="soft">{leadWords(briefing, names, now())}</p>
                {settings.length === 0 ? null : (
                  <p className="soft">
                    {namedAll(
                      briefing.settings.others.map(({ who }) => who),
                      names,
                    )}{' '}
                    set: {settings.join(', ')}.
                  </p>
                )}
              </div>
              <button type="button" className="btn narrow-only" onClick={readAll}>
                Mark all as read
              </button>
              <button type="button" className="btn" onClick={() => onGo(null)}>
                Skip to the script
              </button>
            </div>
            {groups.map(({ kind, title, items }) => (
              <section key={kind} data-group={kind} aria-labelledby={`group-${kind}`}>
                <h3 id={`group-${kind}`} tabIndex={-1}>
                  {title} <span className="quiet">{groupNote(kind)}</span>
                </h3>
                {kind === 'both' ? (
                  items.map((item, index) =>
                    'isRenamed' in item ? (
                      <ul key={item.id}>{lineOf(item)}</ul>
                    ) : (
                      <BothCard
                        key={item.id}
                        row={item}
                        isCurrent={item.id === current}
                        now={live(item.id)}
                        names={names}
                        choices={choices}
                        isReadOnly={isReadOnly}
                        place={`${index + 1} of ${items.length}`}
                        onEdit={() => onGo(item.id)}
                        onKeep={() => keep(item)}
                      />
                    ),
                  )
                ) : kind === 'kept' ? (
                  items.map((item) => (
                    <KeptCard key={item.id} news={item} names={names} choices={choices} isReadOnly={isReadOnly} />
                  ))
                ) : (
                  <ul>{items.map(lineOf)}</ul>
                )}
              </section>
            ))}
          </div>
        </main>
      </div>
    </Screen>
  );
}

const rowOf = (item: RowNews | SceneNews): RowId | null =>
  'isRenamed' in item ? (item.states.now?.rows[0]?.id ?? null) : item.id;

function jumpTo(page: HTMLElement | null, kind: string): void {
  const heading = page?.querySelector<HTMLElement>(`#group-${kind}`);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}
