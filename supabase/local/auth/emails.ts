import { invalid } from './failure.ts';

const MAX_EMAIL_BYTES = 255;
/** Letters, digits and signs of ASCII alone: letters that only look alike make no second account. */
const EMAIL =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** The address in lower case, or a refusal. */
export function parseEmail(text: string): string {
  if (text === '') throw invalid('An email address is required');
  if (Buffer.byteLength(text) > MAX_EMAIL_BYTES) throw invalid('An email address is too long');
  const email = knownAs(text);
  if (email === undefined) throw invalid('Unable to validate email address: invalid format');
  return email;
}

/** How an address is stored, for looking it up; nothing when no account can have it. */
export function knownAs(text: string): string | undefined {
  // Lower-casing first would turn U+212A, the Kelvin sign, into a plain k.
  if (!/^[\x20-\x7e]*$/.test(text)) return undefined;
  const email = text.toLowerCase();
  return EMAIL.test(email) ? email : undefined;
}
