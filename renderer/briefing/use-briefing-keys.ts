import { useEffect, useEffectEvent } from 'react';

/** Where the arrows stop. */
const STOPS = '.card, .change .where:not(.num), .change > .btn';

/**
 * Makes the news reachable by key: arrows go from one piece to the next, and a letter on a card chooses. `choose` is
 * told the card's id and the key in lower case, and answers whether that meant something.
 */
export function useBriefingKeys(
  page: { readonly current: HTMLElement | null },
  choose: (id: string, key: string) => boolean,
): void {
  const chosen = useEffectEvent(choose);
  useEffect(() => {
    const element = page.current;
    if (element === null) return undefined;
    const press = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (by !== 0) {
        if (step(element, by)) event.preventDefault();
        return;
      }
      // On a button inside a card a key is the button's.
      const card = event.target instanceof HTMLElement && event.target.matches('.card') ? event.target : null;
      const id = card?.dataset['news'];
      const key = event.key === 'Enter' ? event.key : event.key.toLowerCase();
      if (id !== undefined && chosen(id, key)) event.preventDefault();
    };
    element.addEventListener('keydown', press);
    return () => element.removeEventListener('keydown', press);
  }, [page]);
}

/** To the next piece of news, or the one before; false at the end. */
export function step(page: HTMLElement | null, by: 1 | -1): boolean {
  const stops = Array.from(page?.querySelectorAll<HTMLElement>(STOPS) ?? []);
  const here = stops.findIndex((stop) => stop.contains(document.activeElement));
  const next = here === -1 ? stops[0] : stops[here + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
  return next !== undefined;
}
