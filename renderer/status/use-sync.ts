import { useEffect, useState } from 'react';
import type { ScriptId } from '../../app/ids.ts';
import type { Link, ScriptSync, Standing } from '../../app/ipc/sync.ts';
import { useApp } from '../app-services.ts';
import { useReadable } from '../ui/use-readable.ts';
import { standingIn } from './sync-store.ts';

export interface Synced {
  readonly link: Link;
  /** What may be said of its edits; null while nothing was told that counts the last of them. */
  readonly standing: Standing | null;
  /** Null for a script that has nothing to do with a server, and before anything was told. */
  readonly script: ScriptSync | null;
}

/** What is known of one script's edits beyond this device. */
export function useSync(scriptId: ScriptId): Synced {
  const { sync } = useApp();
  const view = useReadable(sync);
  return { link: view.link, standing: standingIn(view, scriptId), script: view.scripts.get(scriptId) ?? null };
}

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** The present moment for ages and for what is counted down, by a clock that does not jump. */
export function useSteadyNow({ counting = false }: { readonly counting?: boolean } = {}): number {
  const { ages, timers } = useApp();
  const [now, setNow] = useState(() => ages.read());
  useEffect(
    () => timers.after(counting ? SECOND_MS : MINUTE_MS, () => setNow(ages.read())),
    [ages, timers, counting, now],
  );
  return now;
}
