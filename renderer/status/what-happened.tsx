import { useState, type ReactNode } from 'react';
import type { SyncEvent } from '../../app/ipc/sync.ts';
import type { ScriptId } from '../../app/ids.ts';
import { moment, timeOfDay } from '../ui/words.ts';
import { eventWords } from './event-words.ts';

const FIRST_SHOWN = 8;

interface WhatHappenedProps {
  readonly events: readonly SyncEvent[];
  readonly titleOf: (scriptId: ScriptId) => string;
}

/** The last things that happened on the way to the server, latest first. */
export function WhatHappened({ events, titleOf }: WhatHappenedProps): ReactNode {
  const [isWhole, setWhole] = useState(false);
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
              {event.scriptId === null ? null : <span className="quiet small clip">{titleOf(event.scriptId)}</span>}
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
