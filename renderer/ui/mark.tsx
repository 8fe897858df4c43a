import type { ReactNode } from 'react';

/** Galley's mark, as in build/icons/mark.svg: a page of two columns, and the blue pencil where you are. */
export function Mark({ size }: { readonly size: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <rect x="4" y="4" width="56" height="56" rx="13" fill="#17181a" />
      <path d="M15 20h11M15 28h11M15 36h8" stroke="#b6b8bc" strokeWidth="4" strokeLinecap="round" />
      <path d="M34 20h15M34 28h15M34 44h10" stroke="#ffffff" strokeWidth="4" strokeLinecap="round" />
      <path d="M34 36h8" stroke="#93b2ff" strokeWidth="4" strokeLinecap="round" />
    </svg>
  );
}
