import type { ReactNode } from 'react';

/** `yes`: acknowledged. `part`: kept in the emergency store only. `no`: nothing is known to be there. */
export type Station = 'yes' | 'part' | 'no';

interface StationsProps {
  readonly device: Station;
  readonly tone: 'plain' | 'device' | 'waiting' | 'trouble';
}

/** This device, the server, the others; the last two have nothing to say while a script is only here. Words stand beside it. */
export function Stations({ device, tone }: StationsProps): ReactNode {
  return (
    <span className={`stations ${tone}`} aria-hidden="true">
      <i className={device} />
      <i />
      <i />
    </span>
  );
}
