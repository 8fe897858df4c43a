/**
 * Seeds that once failed stay here for good, beside what they taught. A seed means the same history only as long as
 * engine, vault and generator stay as they are: whoever changes those takes the faults of tests/mutants and looks for
 * seeds that find them.
 */
export const REGRESSIONS: readonly (readonly [seed: number, taught: string])[] = [
  [1004, 'a restored server’s positions were read as how far others had come in the log before'],
  [5228, 'a restored server had lost what was acknowledged but not yet passed by the cursor, and its end fitted'],
  [5573, 'the same, with others writing at its position first'],
  [9058, 'an answer from before a restore came when the cursor had passed its place with another update'],
];
