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
  const rows = Array.from(surface.querySelectorAll<HTMLElement>('.past-row'));
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here === -1 ? 0 : here + by];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}
