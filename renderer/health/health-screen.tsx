import './health.css';
import { useEffect, useState, type ReactNode } from 'react';
import type { Health } from '../../app/ipc/health.ts';
import { useApp, useCommands } from '../app-services.ts';
import { LIBRARY } from '../router.ts';
import { LibraryCrumb } from '../script/library-crumb.tsx';
import { Icon } from '../ui/icon.tsx';
import { Screen } from '../ui/screen.tsx';
import type { Trouble } from '../ui/trouble.ts';
import { TroubleScreen } from '../ui/trouble-screen.tsx';
import { useMinute } from '../ui/use-minute.ts';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { ConnectionSection } from './connection-section.tsx';
import { DiagnosticsDialog } from './diagnostics-dialog.tsx';
import { HealthFacts } from './health-facts.tsx';
import { RecentEvents } from './recent-events.tsx';
import { StorageSection } from './storage-section.tsx';
import { TimingsTable } from './timings-table.tsx';
import { useAnswer } from './use-answer.ts';
import { verdictOf } from './verdict.ts';

const HEALTH_TROUBLE: Trouble = {
  title: 'This cannot be told just now',
  happened: 'Galley could not ask its own parts how they are.',
  safe: 'Your scripts were not touched. Everything shown as saved is on this device.',
  advice: 'Try again. If it happens again, close Galley and start it anew.',
};

/** How the program is doing: whether everything is in order first, then what that rests on. */
export function HealthScreen(): ReactNode {
  const { client, router } = useApp();
  const [turn, setTurn] = useState(0);
  const readAgain = (): void => setTurn((before) => before + 1);
  const minute = useMinute();
  const health = useAnswer('health.read', {}, turn + minute.getTime());
  useWindowTitle('Health');
  useEffect(() => {
    const again = (): void => setTurn((before) => before + 1);
    const news = ['library.changed', 'backups.changed', 'recovery.incidents-changed'] as const;
    const stops = news.map((name) => client.on(name, again));
    return () => {
      for (const stop of stops) stop();
    };
  }, [client]);
  useCommands((id) => {
    if (id !== 'library.show') return false;
    router.go(LIBRARY);
    return true;
  });
  return (
    <Screen
      title={
        <LibraryCrumb>
          <h1>Health</h1>
        </LibraryCrumb>
      }
    >
      {health.kind === 'failed' ? (
        <TroubleScreen trouble={HEALTH_TROUBLE}>
          <button type="button" className="btn main big" onClick={readAgain}>
            Try again
          </button>
        </TroubleScreen>
      ) : (
        <main className="health" aria-busy={health.kind === 'loading'}>
          {health.kind === 'there' ? (
            <Told health={health.value} now={minute} turn={turn} readAgain={readAgain} />
          ) : null}
        </main>
      )}
    </Screen>
  );
}

interface ToldProps {
  readonly health: Health;
  readonly now: Date;
  readonly turn: number;
  readonly readAgain: () => void;
}

function Told({ health, now, turn, readAgain }: ToldProps): ReactNode {
  const [isCopying, setIsCopying] = useState(false);
  const { sentence, detail, concerns } = verdictOf(health, now);
  return (
    <div className="sheet">
      <header>
        <p className={concerns.length === 0 ? 'seal fine' : 'seal look'}>
          <Icon name={concerns.length === 0 ? 'check' : 'triangle-alert'} size={20} />
        </p>
        <div className="grow">
          <h2>{sentence}</h2>
          <p className="soft">{detail}</p>
        </div>
        <button type="button" className="btn" onClick={() => setIsCopying(true)}>
          <Icon name="copy" /> Copy diagnostics…
        </button>
      </header>
      {concerns.length === 0 ? null : (
        <ul className="concerns">
          {concerns.map(({ kind, happened, safe, advice }) => (
            <li key={kind}>
              <Icon name="triangle-alert" />
              <p>
                <b>{happened}</b> {safe} {advice}
              </p>
            </li>
          ))}
        </ul>
      )}
      <HealthFacts health={health} now={now} onChanged={readAgain} />
      <ConnectionSection turn={turn + now.getTime()} />
      <StorageSection turn={turn} now={now} onChanged={readAgain} />
      <TimingsTable timings={health.timings} />
      <RecentEvents turn={turn} lost={health.lostLogEntries} />
      {isCopying ? <DiagnosticsDialog health={health} onClose={() => setIsCopying(false)} /> : null}
    </div>
  );
}
