import { useEffect, useEffectEvent, useState } from 'react';

/** Where the arrows stop. */
const STOPS = '.card, .change .where:not(.num), .change > .btn';

/**
 * Makes the news reachable by key: arrows go from one piece to the next, and a letter on a card chooses. `choose` is
 * told the card's id and the key in lower case, and answers whether that meant something. Answers the card that was
 * entered last, `first` to begin with: it shows what can be chosen.
 */
export function useBriefingKeys(
  page: { readonly current: HTMLElement | null },
  { first, choose }: { readonly first: string | null; readonly choose: (id: string, key: string) => boolean },
): string | null {
  const chosen = useEffectEvent(choose);
  const [current, setCurrent] = useState(first);
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
    const arrive = ({ target }: FocusEvent): void => {
      const card = target instanceof Element ? target.closest<HTMLElement>('.card:not(.kept)') : null;
      if (card !== null) setCurrent(card.dataset['news'] ?? null);
    };
    element.addEventListener('keydown', press);
    element.addEventListener('focusin', arrive);
    return () => {
      element.removeEventListener('keydown', press);
      element.removeEventListener('focusin', arrive);
    };
  }, [page]);
  return current;
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
