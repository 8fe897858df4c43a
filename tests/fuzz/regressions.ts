/** Seeds that once failed stay here for good, beside what they taught. */
export const REGRESSIONS: readonly (readonly [seed: number, taught: string])[] = [
  [150, 'a run of rows made upwards beside one’s own earlier row was torn apart by position-strings'],
  [191, 'the same, with rows of three devices around'],
];
