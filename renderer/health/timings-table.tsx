import type { ReactNode } from 'react';
import type { Health, Spread } from '../../app/ipc/health.ts';
import { durationOf } from './sizes.ts';

const ROWS = [
  ['commits', 'Saving a change'],
  ['opens', 'Reading a script to open it'],
  ['loopDelay', 'Waiting for the main process'],
] as const satisfies readonly (readonly [keyof Health['timings'], string])[];

/** How long things took since Galley was started. */
export function TimingsTable({ timings }: Pick<Health, 'timings'>): ReactNode {
  return (
    <section aria-labelledby="health-timings">
      <h3 id="health-timings">How long things took</h3>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Since Galley was started</th>
            <th scope="col">Half within</th>
            <th scope="col">95 of 100</th>
            <th scope="col">99 of 100</th>
            <th scope="col">Longest</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([key, label]) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <Times spread={timings[key]} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Times({ spread }: { readonly spread: Spread | null }): ReactNode {
  if (spread === null) {
    return (
      <td colSpan={4} className="quiet">
        Not yet
      </td>
    );
  }
  return (
    <>
      {([spread.p50, spread.p95, spread.p99, spread.max] as const).map((ms, index) => (
        <td key={COLUMNS[index]} className="num">
          {durationOf(ms)}
        </td>
      ))}
    </>
  );
}

const COLUMNS = ['p50', 'p95', 'p99', 'max'] as const;
