import { useEffect } from 'react';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { counted } from '../ui/words.ts';

/** Saving that has not ended by then is told about; the person stays. */
const PATIENCE_MS = 5_000;

/** Keeps the person at a script whose last edits are not on disk: elsewhere nothing would tell them so. */
export function useLeaveGuard(session: ScriptSession): void {
  const { router, notices, timers } = useApp();
  useEffect(
    () =>
      router.holdUntil(async () => {
        const patience = Promise.withResolvers<boolean>();
        const stop = timers.after(PATIENCE_MS, () => patience.resolve(false));
        const isSaved = await Promise.race([session.flush(), patience.promise]);
        stop();
        if (!isSaved) {
          const unsaved = session.provider?.unsaved ?? 0;
          notices.show({
            text: `${counted(unsaved, 'edit')} of this script ${unsaved === 1 ? 'is' : 'are'} not saved yet. Stay here until saving works again, or export now.`,
          });
        }
        return isSaved;
      }),
    [router, notices, timers, session],
  );
}
