import type { Surroundings } from '../gateway/part.ts';

type Chance = Pick<Surroundings, 'randomBytes'>;

const DIGITS = '0123456789';
const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A code that a person types. */
export function randomDigits(length: number, chance: Chance): string {
  return randomText(DIGITS, length, chance);
}

/** A refresh token has twelve of these, 62 bits. */
export function randomLetters(length: number, chance: Chance): string {
  return randomText(LETTERS_AND_DIGITS, length, chance);
}

function randomText(alphabet: string, length: number, { randomBytes }: Chance): string {
  // Bytes above the last whole round would make the first signs likelier than the others.
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < limit) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
