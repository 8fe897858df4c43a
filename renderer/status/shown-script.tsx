import type { ReactNode } from 'react';
import { SAVED } from '../document/save-state.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { useReadable } from '../ui/use-readable.ts';
import { counted, inDigits, moment, timeOfDay } from '../ui/words.ts';
import { stationWords } from './station-words.ts';
import { statusWords } from './status-words.ts';
import { refusedWords } from './sync-banner-words.ts';
import { useSyncDeeds } from './use-sync-deeds.ts';
import { useSync } from './use-sync.ts';

interface ShownScriptProps {
  readonly session: ScriptSession;
  readonly title: string;
  readonly onExport: () => void;
  readonly now: number;
}

/** The three stations of the script on the screen, in words, and what the server said of it. */
export function ShownScript({ session, title, onExport, now }: ShownScriptProps): ReactNode {
  const save = useReadable(session.saveState);
  const readOnly = useReadable(session.readOnly);
  const { link, standing, script } = useSync(session.scriptId);
  const deeds = useSyncDeeds();
  // Between two keys the panel keeps still: what the words beside the title say of saving is enough.
  const { path } = statusWords({ save: save.kind === 'saving' ? SAVED : save, standing, readOnly, link, now });
  const words = stationWords(standing, { path, link });
  const stops = [
    ['This device', words.device, path.device],
    ['Server', words.server, path.server],
    ['Others', words.others, path.others],
  ] as const;
  return (
    <section aria-labelledby="shown-script">
      <h3 id="shown-script" className="heading">
        This script
      </h3>
      <ol className={path.isCut ? 'stops cut' : 'stops'}>
        {stops.map(([name, said, station]) => (
          <li key={name} className={station}>
            <b>{name}</b> {said}
          </li>
        ))}
      </ol>
      {standing?.kind === 'refused' ? (
        <div className="refused">
          <p>
            <b>{counted(standing.edits, 'edit')} refused.</b> {refusedWords(standing.why)}
          </p>
          <div className="line">
            <button type="button" className="btn" onClick={onExport}>
              Export a copy…
            </button>
            <button type="button" className="btn" onClick={() => deeds.sendAgain(session.scriptId)}>
              Send again
            </button>
            <button
              type="button"
              className="btn"
              onClick={() =>
                deeds.askOwner({
                  title,
                  what: `the server refused ${counted(standing.edits, 'edit')} of mine. ${refusedWords(standing.why)}`,
                })
              }
            >
              Ask the owner
            </button>
          </div>
        </div>
      ) : null}
      {script === null ? null : (
        <dl className="figures">
          <dt>Of the server’s changes here</dt>
          <dd className="num">
            {inDigits(script.position)} of {inDigits(Math.max(script.head, script.position))}
          </dd>
          <dt>Last taken by the server</dt>
          <dd>
            <When at={script.acknowledgedAt} />
          </dd>
          <dt>Last received</dt>
          <dd>
            <When at={script.receivedAt} />
          </dd>
        </dl>
      )}
    </section>
  );
}

function When({ at }: { readonly at: number | null }): ReactNode {
  if (at === null) return 'Not since Galley was started';
  return (
    <time dateTime={new Date(at).toISOString()} title={moment(new Date(at))}>
      {timeOfDay(new Date(at))}
    </time>
  );
}
