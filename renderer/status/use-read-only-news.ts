import { useEffect } from 'react';
import type { ReadOnlyReason } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';

/** Says when a role changes while its script is open. What has a banner of its own is left to that. */
export function useReadOnlyNews({ readOnly }: ScriptSession): void {
  const { notices } = useApp();
  useEffect(
    () =>
      readOnly.subscribe(() => {
        const text = newsOf(readOnly.get());
        if (text !== null) notices.show({ text });
      }),
    [readOnly, notices],
  );
}

function newsOf(reason: ReadOnlyReason | null): string | null {
  switch (reason) {
    case null:
      return 'You may write in this script again.';
    case 'may-not-write':
      return 'Your role in this project changed: you may read this script and not write in it. What you wrote before is saved on this device.';
    case 'access-ended':
    case 'newer-format':
      return null;
    default:
      return reason satisfies never;
  }
}
