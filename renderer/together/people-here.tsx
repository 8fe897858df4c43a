import type { ReactNode } from 'react';
import type { Peer } from '../../app/ipc/together.ts';
import type { Outline } from '../../app/script/outline.ts';
import { useApp } from '../app-services.ts';
import type { Readable } from '../document/readable.ts';
import { MenuButton, type MenuItem } from '../ui/menu.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { listed } from '../ui/words.ts';
import { Avatar } from './avatar.tsx';
import type { Following } from './following.ts';
import { peopleIn } from './people.ts';
import { shownName } from './person.ts';

/** So many faces stand in the title bar; the rest is a number. */
const FACES = 3;

interface PeopleHereProps {
  readonly peers: Readable<readonly Peer[]>;
  readonly following: Following;
  readonly outline: () => Outline;
}

/** Who else is in the script, beside its title: a menu leads to each of them. */
export function PeopleHere({ peers, following, outline }: PeopleHereProps): ReactNode {
  const { notices } = useApp();
  const people = peopleIn(useReadable(peers));
  if (people.length === 0) return null;
  const itemsFor = (peer: Peer): readonly MenuItem[] => {
    const name = shownName(peer.name);
    const row = peer.place === null ? undefined : outline().row(peer.place.rowId);
    const where = row === undefined ? '' : row.number === null ? ', in a deleted row' : `, row ${row.number}`;
    return [
      {
        label: `Go to ${name}${where}`,
        icon: 'arrow-right',
        run: () => {
          if (!following.show(peer)) notices.show({ text: `${name} is in no row at the moment.` });
        },
      },
      { label: `Follow ${name}`, icon: 'eye', run: () => following.follow(peer.presenceId) },
    ];
  };
  const rest = people.length - FACES;
  return (
    <MenuButton
      className="btn bare people"
      label={`Here now: ${listed(people.map(({ name }) => shownName(name)))}`}
      groups={people.map(itemsFor)}
    >
      {people.slice(0, FACES).map(({ presenceId, personId, name }) => (
        <Avatar key={presenceId} personId={personId} name={name} />
      ))}
      {rest > 0 ? <span className="avatar more">+{rest}</span> : null}
    </MenuButton>
  );
}
