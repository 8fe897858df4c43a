import { Failure } from '../../app/failure.ts';

export interface StartFailure {
  /** What happened. */
  readonly message: string;
  /** What is safe, and what to do. */
  readonly detail: string;
}

/** What the person reads when Galley cannot start. Failures bring words of their own; anything else is a bug. */
export function startFailure(error: unknown): StartFailure {
  if (!(error instanceof Failure) || error.code === 'unexpected') {
    return {
      message: 'Galley could not start.',
      detail:
        'Your scripts were not touched. Start it again; if that does not help, install Galley anew over this one.',
    };
  }
  const end = error.message.indexOf('. ') + 1;
  return end === 0
    ? { message: error.message, detail: '' }
    : { message: error.message.slice(0, end), detail: error.message.slice(end + 1) };
}
