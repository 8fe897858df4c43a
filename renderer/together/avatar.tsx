import './together.css';
import type { ReactNode } from 'react';
import { colourClass, initialsOf } from './person.ts';

interface AvatarProps {
  readonly personId: string | null;
  readonly name: string | null;
  /** Small stands in lines of text, beside the name. */
  readonly isSmall?: boolean;
}

/** Initials on the person's colour. The name always stands beside it or is the label of what it is in. */
export function Avatar({ personId, name, isSmall = false }: AvatarProps): ReactNode {
  const initials = initialsOf(name);
  return (
    <span className={`avatar ${isSmall ? 's' : ''} ${colourClass(personId)}`} aria-hidden="true">
      {isSmall ? initials.slice(0, 1) : initials}
    </span>
  );
}
