import { useEffect, useState } from 'react';
import { restore } from '../../app/history/restore.ts';
import type { RowNews, SceneNews } from '../../app/history/briefing.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import type { PlaceKeeper } from '../document/undo.ts';
import { rowName, sceneName } from './briefing-words.ts';
import type { News } from './unread.ts';

export type Choice = 'kept' | 'mine' | 'theirs' | 'back' | 'left';

export interface Choices {
  readonly of: (id: string) => Choice | null;
  readonly keep: (row: RowNews) => void;
  readonly use: (row: RowNews, whose: 'mine' | 'theirs') => void;
  readonly bringBack: (news: RowNews | SceneNews) => void;
  readonly leaveDeleted: (news: RowNews | SceneNews) => void;
}

/** What the person decided about the news. Each decision that changes the script is an edit of this window. */
export function useChoices(session: ScriptSession, { away }: News): Choices {
  const { notices, now, info } = useApp();
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  useEffect(() => {
    const keeper: PlaceKeeper = {
      before: () => null,
      after: () => null,
      goTo: () => undefined,
      arrived: () => undefined,
    };
    return session.undo.attach(keeper);
  }, [session]);
  const choose = (id: string, choice: Choice | null): void =>
    setChoices((before) => {
      const after = new Map(before);
      if (choice === null) after.delete(id);
      else after.set(id, choice);
      return after;
    });
  const edit = (
    id: string,
    choice: Choice,
    { done, run }: { readonly done: string; readonly run: () => void },
  ): void => {
    session.undo.step(run);
    choose(id, choice);
    notices.show({
      text: done,
      action: {
        label: 'Undo',
        run: () => {
          if (session.doc.isDestroyed) return;
          session.undo.undo();
          choose(id, null);
        },
      },
    });
  };
  return {
    of: (id) => choices.get(id) ?? null,
    keep: (row) => choose(row.id, 'kept'),
    use: (row, whose) =>
      edit(row.id, whose, {
        done: whose === 'mine' ? `${rowName(row)} says what you wrote.` : `${rowName(row)} says what they wrote.`,
        run: () =>
          void restore({
            live: session.doc,
            past: whose === 'mine' ? away.mine : away.theirs,
            scope: { kind: 'row-words', rowId: row.id },
            surroundings: { now, author: info.author },
          }),
      }),
    bringBack: (news) =>
      edit(news.id, 'back', {
        done: `${nameOf(news)} is back.`,
        run: () => bringBack(session, news),
      }),
    leaveDeleted: (news) => {
      // What nobody shows any more needs no second deletion.
      if (news.fate === 'deleted') return choose(news.id, 'left');
      edit(news.id, 'left', {
        done: `${nameOf(news)} is deleted.`,
        run: () => ('isRenamed' in news ? session.model.deleteScene(news.id) : session.model.deleteRows([news.id])),
      });
    },
  };
}

const nameOf = (news: RowNews | SceneNews): string => ('isRenamed' in news ? sceneName(news) : rowName(news));

function bringBack({ model }: ScriptSession, news: RowNews | SceneNews): void {
  if ('isRenamed' in news) return model.restoreScene(news.id);
  model.restoreRows([news.id]);
  // It may have gone with its scene.
  if (model.outline().row(news.id) === undefined && news.sceneId !== null) model.restoreScene(news.sceneId);
}
