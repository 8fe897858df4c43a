import { useEffect, useState, type ReactNode } from 'react';
import type { Output } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';
import { Icon } from '../ui/icon.tsx';

interface DemoAccountsProps {
  readonly isBusy: boolean;
  readonly onChoose: (who: { readonly email: string; readonly password: string }) => void;
}

/** People of the local stack, one press away; nothing in builds for users. */
export function DemoAccounts({ isBusy, onChoose }: DemoAccountsProps): ReactNode {
  const { client } = useApp();
  const [demo, setDemo] = useState<Output<'account.demo'> | null>(null);
  useEffect(() => {
    let isWanted = true;
    client.call('account.demo', {}).then(
      (told) => {
        if (isWanted) setDemo(told);
      },
      () => undefined, // a convenience that is not there
    );
    return () => {
      isWanted = false;
    };
  }, [client]);
  if (demo === null || demo.accounts.length === 0) return null;
  return (
    <section className="demo-accounts" aria-labelledby="demo-accounts">
      <h2 id="demo-accounts">Demo accounts of the local stack</h2>
      {demo.accounts.map(({ email, name, role }) => (
        <button
          key={email}
          type="button"
          className="item"
          disabled={isBusy}
          onClick={() => onChoose({ email, password: demo.password })}
        >
          <Icon name="circle-user-round" />
          <span className="grow">{name}</span>
          <span className="quiet small">{role}</span>
        </button>
      ))}
    </section>
  );
}
