import { jsonReply, type GatewayReply, type GatewayRequest } from '../gateway/part.ts';

/** From this version of the API on, errors have the shape `{ code, message }`; supabase-js always asks for it. */
const ERROR_SHAPE_VERSION = '2024-01-01';
const VERSION_HEADER = 'x-supabase-api-version';

/** A refusal in GoTrue's words: its status, its code (GoTrue's internal/api/apierrors) and one sentence. */
export class AuthFailure extends Error {
  readonly status: number;
  readonly code: string;
  /** Why a password is weak: `length`. */
  readonly reasons: readonly string[] | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    options: { readonly cause?: unknown; readonly reasons?: readonly string[] } = {},
  ) {
    super(message, { cause: options.cause });
    this.status = status;
    this.code = code;
    this.reasons = options.reasons;
  }
}

export function invalid(message: string): AuthFailure {
  return new AuthFailure(400, 'validation_failed', message);
}

/** auth-js reads `code` only when the version comes back as a header. */
export function failureReply(failure: AuthFailure, request: GatewayRequest): GatewayReply {
  const { status, code, message, reasons } = failure;
  const weak = reasons === undefined ? {} : { weak_password: { reasons } };
  const headers = { 'x-sb-error-code': code };
  if (!asksForNewShape(request))
    return jsonReply(status, { code: status, error_code: code, msg: message, ...weak }, headers);
  return jsonReply(status, { code, message, ...weak }, { ...headers, [VERSION_HEADER]: ERROR_SHAPE_VERSION });
}

function asksForNewShape(request: GatewayRequest): boolean {
  const asked = request.headers[VERSION_HEADER];
  return typeof asked === 'string' && /^\d{4}-\d\d-\d\d$/.test(asked) && asked >= ERROR_SHAPE_VERSION;
}
