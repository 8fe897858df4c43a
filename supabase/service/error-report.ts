import { constants } from 'node:os';

/** What may be written about an error: never its message, which can quote a script, a person or a row of a table. */
export interface ErrorReport {
  readonly name: string;
  readonly code?: string;
  /** Function, file without its folders, line and column; of this service's own code only. */
  readonly frames: readonly string[];
  readonly cause?: ErrorReport;
}

const MAX_FRAMES = 8;
const MAX_CAUSES = 3;
const FRAME =
  /^\s+at (?:(?:async )?([\w.$<>[\] #]{1,120}) \()?(?:file:\/\/)?\S*\/supabase\/service\/([\w./-]{1,120}:\d+:\d+)\)?$/;
const NAME = /^[A-Z][A-Za-z]{0,40}$/;
/** Postgres' five characters, Node's ERR_…, the system's E…, and nodemailer's. None is made of what somebody typed. */
const CODE = /^(?:[0-9A-Z]{5}|ERR_[A-Z0-9_]{2,50}|E(?:AUTH|NOAUTH|ENVELOPE|MESSAGE|STREAM|DNS|PROTOCOL|TLS|SOCKET))$/;
const SYSTEM_CODES: ReadonlySet<string> = new Set(Object.keys(constants.errno));

/** Tells an error as far as it says nothing but what our program did. */
export function reportError(error: unknown, depth = 0): ErrorReport {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const code = codeOf(error);
  return {
    name: NAME.test(error.name) ? error.name : 'Error',
    ...(code !== undefined && (CODE.test(code) || SYSTEM_CODES.has(code)) ? { code } : {}),
    frames: framesOf(error),
    ...(error.cause === undefined || depth === MAX_CAUSES ? {} : { cause: reportError(error.cause, depth + 1) }),
  };
}

/** The `code` of a thrown value, as Node, pg and nodemailer set it. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .map((line) => FRAME.exec(line))
    .filter((frame) => frame !== null)
    .slice(0, MAX_FRAMES)
    .map(([, what, place]) => [what, place].filter((part) => part !== undefined).join(' '));
}
