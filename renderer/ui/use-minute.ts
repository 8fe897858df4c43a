import { useEffect, useState } from 'react';
import { useApp } from '../app-services.ts';

const MINUTE_MS = 60_000;

/** The present moment, anew every minute: "just now" does not stay so. */
export function useMinute(): Date {
  const { now, timers } = useApp();
  const [minute, setMinute] = useState(now);
  useEffect(() => timers.after(MINUTE_MS, () => setMinute(now())), [minute, now, timers]);
  return minute;
}
