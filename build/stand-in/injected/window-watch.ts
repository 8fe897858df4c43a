import type { ContextMenuPlace, Tell } from '../wire.ts';
import type { KeyPress } from './chords.ts';

/** Injected, isolated world: what happens to the window that Electron's main process would know by itself. */

export interface WindowWatch {
  setChords(chords: readonly string[]): void;
  /** The next unload was asked for by the main process. */
  expectLeaving(): void;
}

export function watchWindow(
  tell: Tell,
  chordsOf: (press: KeyPress) => readonly string[],
  isBusy: () => boolean,
): WindowWatch {
  let chords: ReadonlySet<string> = new Set();
  let leavingIsKnown = false;

  /** Runs after every listener of the page, also when the page stops the event on its way. */
  function last(event: Event, act: () => void): void {
    let done = false;
    const once = (): void => {
      if (done) return;
      done = true;
      removeEventListener(event.type, once);
      if (!event.defaultPrevented) act();
    };
    addEventListener(event.type, once);
    setTimeout(once);
  }

  addEventListener(
    'keydown',
    (event) => {
      if (isBusy() || event.isComposing || event.getModifierState('AltGraph')) return;
      const chord = chordsOf(event).find((candidate) => chords.has(candidate));
      if (chord === undefined) return;
      last(event, () => {
        event.preventDefault();
        tell({ kind: 'chord', chord });
      });
    },
    true,
  );

  addEventListener(
    'contextmenu',
    (event) => {
      if (isBusy()) return;
      const target = event.target instanceof Element ? event.target : document.documentElement;
      const link = target.closest('a[href]');
      const image = target instanceof HTMLImageElement ? target.currentSrc : '';
      const place: ContextMenuPlace = {
        x: event.clientX,
        y: event.clientY,
        isEditable: target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea')),
        selectionText: getSelection()?.toString() ?? '',
        linkURL: link instanceof HTMLAnchorElement ? link.href : '',
        linkText: link?.textContent ?? '',
        srcURL: image,
        mediaType: image === '' ? 'none' : 'image',
      };
      last(event, () => {
        event.preventDefault();
        tell({ kind: 'context-menu', place });
      });
    },
    true,
  );

  addEventListener('focus', (event) => event.target === window && tell({ kind: 'focused' }), true);
  addEventListener('blur', (event) => event.target === window && tell({ kind: 'blurred' }), true);
  // With a debugger's focus emulation every window believes that it has the focus; a press says which one really has.
  addEventListener('pointerdown', () => tell({ kind: 'focused' }), true);
  addEventListener('resize', () => tell({ kind: 'resized' }));

  window.navigation.addEventListener('navigate', (event) => {
    if (event.hashChange || event.downloadRequest !== null) return;
    leavingIsKnown = true;
    setTimeout(() => (leavingIsKnown = false), 1_000);
  });

  // A person closing Chromium's window is noticed nowhere else: the unload is held until the main process has decided.
  // An unload that was announced is not held: if Chromium still puts its question then, it is the page that refuses.
  addEventListener('beforeunload', (event) => {
    if (!event.isTrusted) return;
    const held = !leavingIsKnown;
    if (held) event.preventDefault();
    tell({ kind: 'leaving', held });
  });

  return {
    setChords: (given) => {
      chords = new Set(given);
    },
    expectLeaving: () => {
      leavingIsKnown = true;
    },
  };
}
