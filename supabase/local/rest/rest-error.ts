/** A refusal in PostgREST's shape: `code` is its own (PGRST…) or an SQLSTATE, `status` the answer's. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details: string | null;
  readonly hint: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Carries a refusal from wherever it was found to the one place that answers. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.message, options);
    this.refusal = refusal;
  }
}

export function restError(
  status: number,
  code: string,
  message: string,
  more: { readonly details?: string; readonly hint?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): RestError {
  const { details = null, hint = null, headers } = more;
  return new RestError({ status, code, message, details, hint, ...(headers === undefined ? {} : { headers }) });
}

/** What this stack leaves out of PostgREST, said clearly. `what` completes "The local stack does not do …". */
export function leftOut(what: string): RestError {
  return restError(501, '501', `The local stack does not do ${what}.`);
}
