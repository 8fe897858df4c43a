import * as z from 'zod';

/** Every way an operation can fail that a caller may act on. Anything else is a bug and travels as `unexpected`. */
export const FailureCode = z.enum([
  'not-found',
  'forbidden',
  'invalid',
  'too-large',
  'busy',
  'conflict',
  'disk-full',
  'read-only-disk',
  'disk-gone',
  'damaged',
  'newer-version',
  'closed',
  'unexpected',
]);
export type FailureCode = z.output<typeof FailureCode>;

/** A failure that someone can act on: `message` is written for the person, `cause` keeps what happened. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
