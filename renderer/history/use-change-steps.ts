import { useRef, useState } from 'react';
import { changedIds, type ShownSection } from './shown-script.ts';

export interface ChangeSteps {
  readonly at: number | null;
  readonly total: number;
  readonly current: string | null;
  readonly step: (by: 1 | -1) => void;
}

/** The way from one change to the next, round and round. */
export function useChangeSteps(
  sections: readonly ShownSection[],
  isShown: boolean,
  surface: { readonly current: HTMLElement | null },
): ChangeSteps {
  const [current, setCurrent] = useState<string | null>(null);
  // Two keys may come before anything is drawn in between.
  const latest = useRef<string | null>(null);
  const ids = isShown ? changedIds(sections) : [];
  const at = current === null ? -1 : ids.indexOf(current);
  return {
    at: at === -1 ? null : at,
    total: ids.length,
    current: at === -1 ? null : current,
    step: (by) => {
      const from = latest.current === null ? -1 : ids.indexOf(latest.current);
      const next = ids.at(from === -1 ? (by === 1 ? 0 : -1) : (from + by) % ids.length);
      if (next === undefined) return;
      latest.current = next;
      setCurrent(next);
      const element = surface.current?.querySelector<HTMLElement>(`[data-shown="${next}"]`);
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: 'center' });
    },
  };
}
