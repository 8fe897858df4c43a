import type { ReactNode } from 'react';

/** Galley's mark, as in build/icons/mark.svg: a page of two columns, and the blue caret where you are. */
export function Mark({ size }: { readonly size: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="92 92 840 840" aria-hidden="true">
      <rect x="92" y="92" width="840" height="840" rx="190" fill="#1c1d20" />
      <g strokeWidth="60" strokeLinecap="round">
        <path d="M262 364h166M262 512h166M262 660h80" stroke="#858992" />
        <path d="M552 364h210M552 512h210M552 660h70" stroke="#ffffff" />
      </g>
      <rect x="704" y="582" width="38" height="156" rx="19" fill="#86a8ff" />
    </svg>
  );
}
