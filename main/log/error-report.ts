import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { FailureCode } from '../../app/failure.ts';

/** What may be written about an error: never its message, which can quote a script, a title or a person's name. */
export interface ErrorReport {
  readonly name: string;
  readonly code?: string;
  /** Where it happened in this program: function, file without its folders (they hold the person's name), line, column. */
  readonly frames: readonly string[];
  readonly cause?: ErrorReport;
}

export const ErrorReport: z.ZodType<ErrorReport> = z.object({
  name: z.string(),
  code: z.string().optional(),
  frames: z.array(z.string()),
  get cause() {
    return ErrorReport.optional();
  },
}) as unknown as z.ZodType<ErrorReport>;

const MAX_FRAMES = 12;
const MAX_CAUSES = 4;
/** Function and place; the place is a path or a file's address, and the folders before the file's name are group `folder`. */
const FRAME =
  /^\s+at (?:(?:async )?(?<what>[\w.$<>[\] #]{1,120}) \()?(?:async )?(?<folder>(?:\w+:)?[^:]*[/\\])(?<file>[\w.-]{1,80}:\d+:\d+)\)?$/;
const NAMES: ReadonlySet<string> = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'AggregateError',
  'AbortError',
  'TimeoutError',
  'DataCloneError',
  'Failure',
  'SqliteError',
  'ZodError',
]);
const CODES: ReadonlySet<string> = new Set([...FailureCode.options, ...Object.keys(constants.errno)]);
/** SQLite's and Node's own families, which are long lists and grow. */
const CODE_FAMILY = /^(?:SQLITE|ERR)_[A-Z0-9_]{2,50}$/;

/** Tells errors as far as they say nothing but what our program did. `program` is the folder that its code lies in. */
export function errorReporter(program: string): (error: unknown) => ErrorReport {
  const roots = [program, pathToFileURL(program).href, 'app://galley/'];
  const isOurs = (folder: string): boolean => roots.some((root) => folder.startsWith(root));
  const framesOf = ({ stack = '' }: Error): string[] =>
    stack
      .split('\n')
      .map((line) => FRAME.exec(line)?.groups)
      // A stack begins with a message, whose lines may look like frames; they do not know where we are installed.
      .filter((frame) => frame !== undefined && isOurs(frame['folder'] ?? ''))
      .slice(0, MAX_FRAMES)
      .map((frame) => [frame?.['what'], frame?.['file']].filter((part) => part !== undefined).join(' '));
  const report = (error: unknown, depth: number): ErrorReport => {
    if (!(error instanceof Error)) return { name: typeof error, frames: [] };
    const code = 'code' in error && typeof error.code === 'string' && isCode(error.code) ? error.code : undefined;
    return {
      name: NAMES.has(error.name) ? error.name : 'Error',
      ...(code === undefined ? {} : { code }),
      frames: framesOf(error),
      ...(error.cause === undefined || depth === MAX_CAUSES ? {} : { cause: report(error.cause, depth + 1) }),
    };
  };
  return (error) => report(error, 0);
}

const isCode = (code: string): boolean => CODES.has(code) || CODE_FAMILY.test(code);
