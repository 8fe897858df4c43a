import { useState, type ReactNode } from 'react';
import type { SyncEvent } from '../../app/ipc/sync.ts';
import { useLibrary } from '../library/use-library.ts';
import { moment, timeOfDay } from '../ui/words.ts';
import { eventWords } from './event-words.ts';

const FIRST_SHOWN = 8;

/** The last things that happened on the way to the server, latest first. */
export function WhatHappened({ events }: { readonly events: readonly SyncEvent[] }): ReactNode {
  const { content } = useLibrary();
  const [isWhole, setWhole] = useState(false);
  const titles = new Map(
    content.kind === 'listed' ? content.scripts.map(({ scriptId, title }) => [scriptId, title]) : [],
  );
  const shown = isWhole ? events : events.slice(0, FIRST_SHOWN);
  return (
    <section aria-labelledby="what-happened">
      <h3 id="what-happened" className="heading">
        What happened
      </h3>
      {events.length === 0 ? <p className="soft">Nothing since Galley was started.</p> : null}
      <ol className="happened">
        {shown.map((event, index) => (
          // Events of one moment may be equal in everything; their place from the end tells them apart.
          <li key={events.length - index}>
            <time dateTime={new Date(event.at).toISOString()} title={moment(new Date(event.at))}>
              {timeOfDay(new Date(event.at))}
            </time>
            <span className="grow">
              {eventWords(event)}
              {event.scriptId === null ? null : (
                <span className="quiet small clip">
                  {titles.get(event.scriptId) ?? 'A script that is not in the library'}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
      {events.length > FIRST_SHOWN ? (
        <button type="button" className="btn bare" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show all ${events.length}`}
        </button>
      ) : null}
    </section>
  );
}
