import type { ReactNode } from 'react';
import { counted, moment } from '../ui/words.ts';
import { useAnswer } from './use-answer.ts';

const SHOWN = 50;
const clock = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

interface RecentEventsProps {
  readonly turn: number;
  /** Entries that could not be written. */
  readonly lost: number;
}

/** The last entries of the log, folded away until somebody wants them. */
export function RecentEvents({ turn, lost }: RecentEventsProps): ReactNode {
  const log = useAnswer('health.log', { limit: SHOWN }, turn);
  return (
    <section aria-labelledby="health-events">
      <h3 id="health-events">What Galley wrote down about itself</h3>
      <p className="soft">
        Kept for seven days on this device and sent nowhere. There is no word of a script in it, no title and no name.
        {lost === 0 ? '' : ` ${counted(lost, 'entry').replace('entrys', 'entries')} could not be written.`}
      </p>
      {log.kind === 'failed' ? <p>It cannot be read just now.</p> : null}
      {log.kind === 'there' && log.value.length === 0 ? <p>Nothing yet.</p> : null}
      {log.kind === 'there' && log.value.length > 0 ? (
        <details>
          <summary>{log.value.length === 1 ? 'The last entry' : `The last ${log.value.length} entries`}</summary>
          <ol className="events selectable">
            {log.value.map(({ at, level, event, detail }, index) => (
              // Entries of one millisecond may be equal in everything; their place in the list tells them apart.
              <li key={`${at} ${index}`} className={level}>
                <time dateTime={new Date(at).toISOString()} title={moment(new Date(at))}>
                  {clock.format(at)}
                </time>
                <span>
                  <code>{event}</code> {detail}
                </span>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </section>
  );
}
