export interface SpareWords {
  readonly words: string;
  readonly isOver: boolean;
}

/** How a script stands to its target: "2 s to spare", "4 s over", "1 min 20 s to spare". Null without a target. */
export function spareWords(totalSeconds: number, targetSeconds: number | null): SpareWords | null {
  if (targetSeconds === null) return null;
  // Both are rounded first, so that the words agree with the two clocks beside them.
  const spare = Math.round(targetSeconds) - Math.round(totalSeconds);
  if (spare === 0) return { words: 'on the second', isOver: false };
  const length = Math.abs(spare);
  const minutes = Math.floor(length / 60);
  const seconds = length % 60;
  const said = [minutes === 0 ? '' : `${minutes} min`, seconds === 0 ? '' : `${seconds} s`].filter(Boolean).join(' ');
  return spare > 0 ? { words: `${said} to spare`, isOver: false } : { words: `${said} over`, isOver: true };
}
