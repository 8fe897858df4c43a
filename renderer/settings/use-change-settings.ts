import type { Settings } from '../../app/settings.ts';
import { useApp } from '../app-services.ts';
import { troubleLine } from '../ui/trouble.ts';

/** Changes settings and tells the person if they could not be kept. */
export function useChangeSettings(): (change: Partial<Settings>) => void {
  const { settings, notices } = useApp();
  return (change) => {
    settings.change(change).catch((error: unknown) => notices.show({ text: troubleLine(error, 'keep this setting') }));
  };
}
