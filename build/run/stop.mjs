// @ts-check

/**
 * Ends the program with words for the person at the keyboard: what is wrong and what to do about it.
 *
 * @type {(message: string) => never}
 */
export const stop = (message) => {
  console.error(`\n${message}\n`);
  process.exit(1);
};
