import { useEffect, useState, type ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { useChangeSettings } from '../settings/use-change-settings.ts';
import { Hint } from '../ui/hint.tsx';
import { Icon } from '../ui/icon.tsx';
import { useReadable } from '../ui/use-readable.ts';

const NARROW = '(max-width: 1000px)';

export interface OutlineControl {
  readonly isShown: boolean;
  /** It lies over the words instead of beside them. */
  readonly isOver: boolean;
  readonly toggle: () => true;
  /** Takes it away if it lies over the words. */
  readonly leave: () => void;
}

/** Beside the words it is a setting of this device; over them, in a narrow window, it comes when asked and goes again. */
export function useOutline(): OutlineControl {
  const { settings } = useApp();
  const change = useChangeSettings();
  const { outlineShown } = useReadable(settings);
  const isOver = useMedia(NARROW);
  const [isOpenOver, setOpenOver] = useState(false);
  return {
    isShown: isOver ? isOpenOver : outlineShown,
    isOver,
    toggle: () => {
      if (isOver) setOpenOver(!isOpenOver);
      else change({ outlineShown: !outlineShown });
      return true;
    },
    leave: () => setOpenOver(false),
  };
}

export function OutlineToggle({ outline }: { readonly outline: OutlineControl }): ReactNode {
  return (
    <Hint text="Outline" command="view.outline">
      {(tie) => (
        <button
          type="button"
          className="btn bare square"
          aria-label="Outline"
          aria-pressed={outline.isShown}
          onClick={outline.toggle}
          {...tie}
        >
          <Icon name="panel-left" />
        </button>
      )}
    </Hint>
  );
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const look = (): void => setMatches(media.matches);
    look();
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, [query]);
  return matches;
}
