/** Which row of a list a key leads to, from the row at `here` of `count`; undefined for every other key. */
export function rowForKey(key: string, here: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(here + 1, count - 1);
    case 'ArrowUp':
      return Math.max(here - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
