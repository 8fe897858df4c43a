/**
 * Seeds that once failed stay here for good, beside what they taught. A seed means the same history only as long as
 * engine, vault and generator stay as they are: whoever changes those takes the faults of tests/mutants and looks for
 * seeds that find them.
 */
export const REGRESSIONS: readonly (readonly [seed: number, taught: string])[] = [];
