import type { ReactNode } from 'react';
import type { Peer } from '../../app/ipc/together.ts';
import type { Readable } from '../document/readable.ts';
import { useReadable } from '../ui/use-readable.ts';
import { Avatar } from './avatar.tsx';
import type { Following } from './following.ts';
import { shownName } from './person.ts';

interface FollowingBarProps {
  readonly peers: Readable<readonly Peer[]>;
  readonly following: Following;
}

/** Says whom one follows, and how it ends. The region is always there, so that screen readers hear it change. */
export function FollowingBar({ peers, following }: FollowingBarProps): ReactNode {
  const whom = useReadable(following);
  const peer = useReadable(peers).find(({ presenceId }) => presenceId === whom);
  return (
    <output>
      {peer === undefined ? null : (
        <span className="following">
          <Avatar personId={peer.personId} name={peer.name} />
          <span className="clip">Following {shownName(peer.name)}. Any key or scrolling ends it.</span>
          <button type="button" className="btn" onClick={() => following.end()}>
            Stop
          </button>
        </span>
      )}
    </output>
  );
}
