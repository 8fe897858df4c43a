import { useEffect } from 'react';

/** Makes the words reachable by key: arrows go from row to row as in the script, everything else stays the browser's. */
export function useRowWalk(surface: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const element = surface.current;
    if (element === null) return undefined;
    element.setAttribute('tabindex', '0');
    const press = (event: KeyboardEvent): void => walk(element, event);
    element.addEventListener('keydown', press);
    return () => element.removeEventListener('keydown', press);
  }, [surface]);
}

function walk(surface: HTMLElement, event: KeyboardEvent): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = rowsOf(surface);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here === -1 ? firstInSight(surface) : rows[here + by];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

/** The column heads and a scene's heading, which stick over the rows. */
const HEAD_PX = 96;

export function firstInSight(surface: HTMLElement): HTMLElement | undefined {
  const { top } = surface.getBoundingClientRect();
  return rowsOf(surface).find((row) => row.getBoundingClientRect().bottom > top + HEAD_PX);
}

const rowsOf = (surface: HTMLElement): readonly HTMLElement[] =>
  Array.from(surface.querySelectorAll<HTMLElement>('.past-row'));
