import { useApp, useCommands } from '../app-services.ts';

/** Lets the command open and close the panel on a screen that has room for it. */
export function useSyncPanel(): void {
  const { syncPanel } = useApp();
  useCommands((id) => {
    if (id !== 'view.sync') return false;
    syncPanel.set(syncPanel.get() === 'closed' ? 'asked-for' : 'closed');
    return true;
  });
}
