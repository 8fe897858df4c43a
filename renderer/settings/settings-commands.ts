import type { CommandId } from '../../app/commands.ts';
import type { Settings } from '../../app/settings.ts';

const ZOOM_STEP_PERCENT = 10;
const SMALLEST_PERCENT = 80;
const LARGEST_PERCENT = 200;

/** What a command changes in the settings, if it is one that does. */
export function settingsAfter(id: CommandId, { zoomPercent, outlineShown }: Settings): Partial<Settings> | undefined {
  switch (id) {
    case 'view.theme-system':
      return { theme: 'system' };
    case 'view.theme-light':
      return { theme: 'light' };
    case 'view.theme-dark':
      return { theme: 'dark' };
    case 'view.zoom-in':
      return { zoomPercent: Math.min(zoomPercent + ZOOM_STEP_PERCENT, LARGEST_PERCENT) };
    case 'view.zoom-out':
      return { zoomPercent: Math.max(zoomPercent - ZOOM_STEP_PERCENT, SMALLEST_PERCENT) };
    case 'view.zoom-reset':
      return { zoomPercent: 100 };
    case 'view.outline':
      return { outlineShown: !outlineShown };
    default:
      return undefined;
  }
}
