import type { ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { Banner } from '../ui/banner.tsx';
import { useAccount } from './use-account.ts';

/** Told once on a device: without a keyring a sign-in ends with the program. */
export function NotKeptBanner(): ReactNode {
  const { client, report } = useApp();
  const state = useAccount();
  if (state?.mustTellNotKept !== true) return null;
  return (
    <Banner
      tone="waiting"
      icon="lock"
      title="You will be asked to sign in again after Galley was quit"
      onDismiss={() => void client.call('account.read-not-kept', {}).catch(report)}
    >
      This system has no keyring that keeps secrets, and Galley does not write your session where others could read it.
      Your scripts are saved as ever.
    </Banner>
  );
}
