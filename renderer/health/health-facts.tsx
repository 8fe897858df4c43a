import type { ReactNode } from 'react';
import type { Health, StoredHealth } from '../../app/ipc/health.ts';
import { hashOf } from '../router.ts';
import { counted, moment, timeAgo } from '../ui/words.ts';
import { CheckNow } from './check-now.tsx';
import { durationOf, sizeOf } from './sizes.ts';

interface HealthFactsProps {
  readonly health: Health;
  readonly now: Date;
  /** Something was done that changes what is told. */
  readonly onChanged: () => void;
}

/** Saving, checks, backups and the disk, each in a sentence or two. */
export function HealthFacts({ health, now, onChanged }: HealthFactsProps): ReactNode {
  const { stored, disk } = health;
  return (
    <section aria-label="Safety">
      <dl className="facts">
        <Fact name="Saving">
          <p>{savingText(health)}</p>
          {stored?.endedCleanly === false ? (
            <p className="soft">The last time, Galley ended without closing. Nothing that was saved is missing.</p>
          ) : null}
        </Fact>
        <Fact name="Checks">
          {stored === null ? <Unknown /> : <Checks stored={stored} now={now} />}
          {stored === null ? null : <CheckNow onChecked={onChanged} />}
        </Fact>
        <Fact name="Backups">{stored === null ? <Unknown /> : <Backups stored={stored} now={now} />}</Fact>
        <Fact name="This disk">
          {disk === null ? (
            <p>The disk does not answer.</p>
          ) : (
            <>
              <p>
                {sizeOf(disk.freeBytes)} free of {sizeOf(disk.totalBytes)}.
              </p>
              <p className="soft">
                {disk.isReserveHeld
                  ? 'Galley holds a little room back, so that saving goes on when the disk is full.'
                  : 'There is not enough room to hold some back for a full disk.'}
              </p>
            </>
          )}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const Unknown = (): ReactNode => <p>This cannot be told just now.</p>;

function savingText({ saving, timings: { commits } }: Health): string {
  if (!saving.isRunning) return 'Not running. The next change starts it again.';
  if (commits === null) return 'Ready. Nothing was written since Galley was started.';
  return `Every change is on this disk before it is shown as saved: half of them within ${durationOf(commits.p50)}, 99 of 100 within ${durationOf(commits.p99)}.`;
}

function Checks({ stored, now }: { readonly stored: StoredHealth; readonly now: Date }): ReactNode {
  const { lastFullCheck: full, incidents } = stored;
  return (
    <>
      <p>
        {full === null ? (
          'Everything is checked for the first time soon.'
        ) : (
          <>
            Everything was checked <When at={full.at} now={now} />:{' '}
            {full.findings === 0 ? 'all of it is as it was written.' : `${counted(full.findings, 'finding')}.`}
          </>
        )}
      </p>
      <p className="soft">
        {incidents.total === 0
          ? 'No damage was ever found on this device.'
          : `Damage was found ${counted(incidents.total, 'time')} since Galley is on this device.`}
      </p>
    </>
  );
}

function Backups({ stored: { backups }, now }: { readonly stored: StoredHealth; readonly now: Date }): ReactNode {
  return (
    <>
      {backups.lastVerifiedAt === null ? (
        <p>The first backup is made within the hour.</p>
      ) : (
        <p>
          {counted(backups.verified, 'backup')}, the last one <When at={backups.lastVerifiedAt} now={now} />. Each was
          opened and read again after it was written.
        </p>
      )}
      <p className="line">
        <a className="btn" href={hashOf({ kind: 'backups' })}>
          Show backups
        </a>
      </p>
    </>
  );
}

function When({ at, now }: { readonly at: number; readonly now: Date }): ReactNode {
  const then = new Date(at);
  return (
    <time dateTime={then.toISOString()} title={moment(then)}>
      {timeAgo(then, now)}
    </time>
  );
}
