/** Where the vaults of these tests lie below the folder that is watched. */
export const HOME = 'accounts/local';
/** One that an older build made. */
export const OLD = 'accounts/old';

/** The keeper works when it is told to, so that a stage holds what its name says. The longest time a timer takes. */
export const NEVER_MS = 2 ** 31 - 1;

export const NOON = Date.UTC(2026, 5, 1, 12);
export const DAY_MS = 24 * 60 * 60 * 1000;
