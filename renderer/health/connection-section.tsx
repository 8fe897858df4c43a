import type { ReactNode } from 'react';
import type { ConnectionHealth } from '../../app/ipc/sync.ts';
import { useApp } from '../app-services.ts';
import { linkWords } from '../status/link-words.ts';
import { useServerHost } from '../status/use-server-host.ts';
import { useSteadyNow } from '../status/use-sync.ts';
import { useReadable } from '../ui/use-readable.ts';
import { counted, inDigits } from '../ui/words.ts';
import { BREAKER_WORDS, clockWords, SOCKET_WORDS } from './connection-words.ts';
import { durationOf } from './sizes.ts';
import { useAnswer } from './use-answer.ts';

/** How the one connection to the server does: what it means first, then its figures. Nothing where no server is set. */
export function ConnectionSection({ turn }: { readonly turn: number }): ReactNode {
  const { sync } = useApp();
  const { link } = useReadable(sync);
  const host = useServerHost();
  const now = useSteadyNow();
  const connection = useAnswer('sync.connection', {}, turn);
  if (host === null || connection.kind === 'loading') return null;
  const { sentence, detail } = linkWords(link, { now, host });
  return (
    <section aria-labelledby="health-connection">
      <h3 id="health-connection">The way to {host}</h3>
      <p>
        {sentence}
        {sentence.endsWith('.') ? '' : '.'} <span className="soft">{detail}</span>
      </p>
      {connection.kind === 'failed' ? <p>Its figures cannot be told just now.</p> : null}
      {connection.kind === 'there' && connection.value !== null ? <Figures connection={connection.value} /> : null}
    </section>
  );
}

function Figures({ connection }: { readonly connection: ConnectionHealth }): ReactNode {
  const { pool, socket, channels, breaker, calls, clockAheadMs } = connection;
  const rows: readonly (readonly [name: string, words: string])[] = [
    [
      'Live connection',
      `${SOCKET_WORDS[socket]}${socket === 'open' ? `, listening to ${inDigits(channels.joined)} of ${counted(channels.wanted, 'script')}` : ''}`,
    ],
    [
      'Connections for calls',
      pool === null
        ? 'None'
        : `${inDigits(pool.connected)} open of ${inDigits(pool.limit)}, ${counted(pool.running, 'call')} running, ${inDigits(pool.pending)} waiting`,
    ],
    ['Calls since Galley was started', `${inDigits(calls.made)}, of which ${inDigits(calls.failed)} failed`],
    [
      'How long a call takes',
      calls.p50Ms === null || calls.p99Ms === null
        ? 'Not known yet'
        : `Half within ${durationOf(calls.p50Ms)}, 99 of 100 within ${durationOf(calls.p99Ms)}`,
    ],
    ['Safety switch', BREAKER_WORDS[breaker]],
    ['This device’s clock', clockWords(clockAheadMs)],
  ];
  return (
    <table className="plain">
      <tbody>
        {rows.map(([name, words]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="selectable">{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
