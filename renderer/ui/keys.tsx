import type { ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { keyCaps } from './accelerator.ts';

interface KeysProps {
  readonly accelerator: string;
  /** Said by screen readers too; left out where the control carries `aria-keyshortcuts` or the keys are an aside. */
  readonly spoken?: boolean;
}

/** The keys of a command, as caps. */
export function Keys({ accelerator, spoken = false }: KeysProps): ReactNode {
  const { info } = useApp();
  return (
    <span className="keys" aria-hidden={!spoken}>
      {keyCaps(accelerator, info.platform).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
