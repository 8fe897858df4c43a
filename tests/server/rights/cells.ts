import type { Caller } from './probe.ts';

/** One question put to the database, and what the table of rights says to it. */
export interface Cell {
  readonly caller: Caller;
  /** What was tried, for a person to read: "read comments «A1 draft note»". */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

export type Judged = 'right' | 'wrong_allow' | 'wrong_deny';

const ALLOWED = 'allowed';

/** Allowed against refused, and a refusal with another code than the one agreed on: that counts as wrongly denied. */
export function judge({ expected, got }: Pick<Cell, 'expected' | 'got'>): Judged {
  if (expected === got) return 'right';
  return got.startsWith(ALLOWED) && expected !== ALLOWED ? 'wrong_allow' : 'wrong_deny';
}

export interface Tally {
  readonly cells: number;
  readonly wrongAllow: readonly Cell[];
  readonly wrongDeny: readonly Cell[];
}

export function tally(cells: readonly Cell[]): Tally {
  return {
    cells: cells.length,
    wrongAllow: cells.filter((cell) => judge(cell) === 'wrong_allow'),
    wrongDeny: cells.filter((cell) => judge(cell) === 'wrong_deny'),
  };
}

export const describe = ({ caller, what, expected, got }: Cell): string =>
  `${caller.identity} (${caller.how}): ${what}: expected ${expected}, got ${got}`;

/** `cells=… wrong_allow=0 wrong_deny=0`, and under it every wrong cell, the dangerous ones first. */
export function report(
  { cells, wrongAllow, wrongDeny }: Tally,
  { limit = 2000 }: { readonly limit?: number } = {},
): string {
  const lines = [
    ...wrongAllow.map((cell) => `wrong allow: ${describe(cell)}`),
    ...wrongDeny.map((cell) => `wrong deny: ${describe(cell)}`),
  ];
  const counts = `cells=${cells} wrong_allow=${wrongAllow.length} wrong_deny=${wrongDeny.length}`;
  return [
    counts,
    ...lines.slice(0, limit),
    ...(lines.length > limit ? [`… and ${lines.length - limit} more`] : []),
  ].join('\n');
}
