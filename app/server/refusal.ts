import * as z from 'zod';

/** The HTTP status under which each refusal of the server's functions comes. */
export const refusalStatus = {
  /** Nobody is signed in. */
  'signed-out': 401,
  /** It is absent, or of a project or an organisation that the caller has no part in: the answer is the same. */
  'not-found': 404,
  /** A member whose role may not. */
  'not-allowed': 403,
  /** What was sent has another shape than the function takes. */
  'bad-request': 400,
  /** An update over 1 MiB, a call over 4 MiB, too many ids. */
  'too-large': 413,
  /** An update in a format that this server does not take. */
  'unknown-format': 400,
  /** The id is known, with other bytes. */
  'other-bytes': 409,
  /** Nobody, or not this role, may write in the script's present status. Details: `{"status": …}`. */
  'script-status': 409,
  /** Somebody changed it meanwhile. Details: the present row as JSON. */
  'version-conflict': 409,
  /** It was done before, or the id is taken. */
  'already-done': 409,
  'code-invalid': 404,
  'code-used': 410,
  'code-expired': 410,
  /** An organisation keeps at least one admin. */
  'last-admin': 409,
} as const satisfies Record<string, number>;

export type RefusalCode = keyof typeof refusalStatus;
export const RefusalCode = z.enum(Object.keys(refusalStatus) as [RefusalCode, ...RefusalCode[]]);

/**
 * The body of a refused call: PostgREST's four keys, so that supabase-js hands it over as its `error`. A body with
 * another code is no refusal but trouble on the way: the database's own errors have codes of five characters.
 */
export const Refusal = z.object({
  code: RefusalCode,
  /** One sentence for the person. */
  message: z.string(),
  /** JSON for the program. */
  details: z.string().nullable(),
  /** What to do. */
  hint: z.string().nullable(),
});
export type Refusal = z.output<typeof Refusal>;
