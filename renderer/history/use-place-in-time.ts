import { useEffect, useMemo, useState } from 'react';
import type { Timeline } from '../../app/ipc/history.ts';
import type { PlainScript } from '../../app/script/plain-script.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { useReadable } from '../ui/use-readable.ts';
import { TimeTravel, type PastMoment } from './time-travel.ts';

/** Where on the line the person is, and what is there. */
export interface PlaceInTime {
  readonly ordinal: number;
  /** At the end of the line stands the script itself, as it is being written. */
  readonly isNow: boolean;
  /** Null until the first moment is read. */
  readonly moment: PastMoment | null;
  readonly isLate: boolean;
  readonly failure: unknown;
  readonly go: (ordinal: number) => void;
  readonly retry: () => void;
}

export function usePlaceInTime(session: ScriptSession, { count }: Timeline, live: PlainScript): PlaceInTime {
  const { client, timers, now } = useApp();
  const { scriptId, doc } = session;
  const [travel] = useState(() => new TimeTravel(client, scriptId, timers, 1));
  const [isNow, setNow] = useState(true);
  useEffect(() => travel.attend(), [travel]);
  const { wanted, shown, isLate, failure } = useReadable(travel.state);
  const [openedAt] = useState(() => now().getTime());
  const present = useMemo(
    (): PastMoment => ({ ordinal: count, savedAt: openedAt, doc, script: live, isPartial: false }),
    [count, openedAt, doc, live],
  );
  return {
    ordinal: isNow ? count : wanted,
    isNow,
    moment: isNow ? present : shown,
    isLate: !isNow && isLate,
    failure: isNow ? null : failure,
    go: (ordinal) => {
      setNow(ordinal >= count);
      if (ordinal < count) travel.goTo(Math.max(1, ordinal));
    },
    retry: () => travel.read(),
  };
}
