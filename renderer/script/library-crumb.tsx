import type { ReactNode } from 'react';
import { hashOf, LIBRARY } from '../router.ts';

/** The way back, before the title. */
export function LibraryCrumb({ children }: { readonly children?: ReactNode }): ReactNode {
  return (
    <div className="place">
      <a className="crumb" href={hashOf(LIBRARY)}>
        Library
      </a>
      {children}
    </div>
  );
}
