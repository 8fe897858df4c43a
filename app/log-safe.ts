/** What may be written about an error: never its message, which can quote a script, a title or a person's name. */
export interface ErrorReport {
  readonly name: string;
  readonly code?: string;
  /** Where it happened: function, file without its folders (they hold the person's name), line and column. */
  readonly frames: readonly string[];
  readonly cause?: ErrorReport;
}

const MAX_FRAMES = 12;
const MAX_CAUSES = 4;
const FRAME = /^\s+at (?:(?<what>[\w.$<>[\] #]{1,120}) \()?(?:.*[/\\])?(?<file>[\w.-]{1,80}:\d+:\d+)\)?$/;
const CODE = /^[\w.:-]{1,60}$/;
const NAME = /^\w{1,60}$/;

export function describeError(error: unknown, depth = 0): ErrorReport {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const code = 'code' in error && typeof error.code === 'string' && CODE.test(error.code) ? error.code : undefined;
  return {
    name: NAME.test(error.name) ? error.name : 'Error',
    ...(code === undefined ? {} : { code }),
    frames: framesOf(error),
    ...(error.cause === undefined || depth === MAX_CAUSES ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

function framesOf({ stack = '', message }: Error): string[] {
  // A stack begins with the message, whose lines may look like frames.
  return stack
    .split('\n')
    .slice(message.split('\n').length)
    .map((line) => FRAME.exec(line)?.groups)
    .filter((frame) => frame !== undefined)
    .slice(0, MAX_FRAMES)
    .map(({ what, file }) => (what === undefined ? (file ?? '') : `${what} ${file}`));
}
