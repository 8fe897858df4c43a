const LANDMARKS = 'header.titlebar, .banners:has(button), nav, main, aside.panel, footer.timebar';
const REACHABLE =
  ':is([tabindex="0"], a[href], button:not([tabindex="-1"], :disabled), input, [contenteditable="true"])';

/** F6 walks the parts of the window, Shift+F6 the other way. Answers how to stop listening. */
export function walkLandmarks(window: Window): () => void {
  const walk = (event: KeyboardEvent): void => {
    if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return;
    const { document } = window;
    // A dialog keeps the focus to itself.
    if (document.querySelector('dialog[open]') !== null) return;
    const parts = Array.from(document.querySelectorAll<HTMLElement>(LANDMARKS)).filter(
      (part) => part.querySelector(REACHABLE) !== null,
    );
    const here = parts.findIndex((part) => part.contains(document.activeElement));
    const next = parts.at((here + (event.shiftKey ? -1 : 1)) % parts.length);
    if (next === undefined) return;
    event.preventDefault();
    target(next)?.focus();
  };
  window.addEventListener('keydown', walk);
  return () => window.removeEventListener('keydown', walk);
}

/** Where one was, if the part remembers; its first control otherwise. */
function target(part: HTMLElement): HTMLElement | null {
  return (
    part.querySelector<HTMLElement>('[tabindex="0"]') ??
    part.querySelector<HTMLElement>('[aria-current]') ??
    part.querySelector<HTMLElement>(REACHABLE)
  );
}
