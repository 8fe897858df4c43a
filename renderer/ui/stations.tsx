import type { ReactNode } from 'react';

/** `yes`: acknowledged. `part`: kept in the emergency store only. `no`: nothing is known to be there. */
export type Station = 'yes' | 'part' | 'no';

/** What a status is about: plain, this device, the server, something that waits, something that is wrong. */
export type Tone = 'plain' | 'device' | 'server' | 'waiting' | 'trouble';

/** This device, the server, the others: where every edit of a script is. */
export interface Path {
  readonly device: Station;
  readonly server: Station;
  /** Somebody else has all of it on their screen's device. */
  readonly others: Station;
  /** There is no way from this device to the server. */
  readonly isCut: boolean;
}

export const ONLY_DEVICE: Path = Object.freeze({ device: 'yes', server: 'no', others: 'no', isCut: false });

interface StationsProps {
  readonly path: Path;
  readonly tone: Tone;
}

/** The three stations and the line between them. Words stand beside it. */
export function Stations({ path, tone }: StationsProps): ReactNode {
  return (
    <span className={`stations ${tone}`} aria-hidden="true">
      <i className={path.device} />
      <i className={path.isCut ? `${path.server} cut` : path.server} />
      <i className={path.others} />
    </span>
  );
}
