import { Failure, type FailureCode } from '../../app/failure.ts';

/** Every error a person sees has these three parts, in this order. */
export interface Trouble {
  /** One line that names it. */
  readonly title: string;
  readonly happened: string;
  readonly safe: string;
  readonly advice: string;
}

export const codeOf = (error: unknown): FailureCode => (error instanceof Failure ? error.code : 'unexpected');

/** A script could not be opened. */
export function openingTrouble(error: unknown): Trouble {
  const code = codeOf(error);
  switch (code) {
    case 'not-found':
      return {
        title: 'This script is not on this device',
        happened: 'There is no script at this address here.',
        safe: 'Nothing was changed. All other scripts are as they were.',
        advice: 'Look in the library and in its trash. It may have another name by now.',
      };
    case 'damaged':
      return {
        title: 'This script cannot be read',
        happened: 'Part of what this device stored for this script is damaged. Usually that is a failing disk.',
        safe: 'What is stored is left untouched, and all other scripts are as they were.',
        advice: 'Copy Galley’s folder to another disk before you do anything else, then check this disk.',
      };
    case 'newer-version':
      return {
        title: 'This script needs a newer Galley',
        happened: 'It was last saved by a newer Galley, in a form that this one cannot show.',
        safe: 'It is kept exactly as it is. Nothing of it was changed.',
        advice: 'Update Galley on this device, then open the script again.',
      };
    case 'disk-full':
    case 'read-only-disk':
    case 'disk-gone':
      return {
        title: 'This script could not be opened',
        happened: error instanceof Error ? error.message : 'This disk cannot be written to.',
        safe: 'Everything that was shown as saved is still on this device.',
        advice: 'Make room on this disk, then open the script again.',
      };
    case 'forbidden':
    case 'invalid':
    case 'too-large':
    case 'busy':
    case 'conflict':
    case 'closed':
    case 'unexpected':
      return {
        title: 'This script could not be opened',
        happened: 'Galley met a fault of its own while it read the script.',
        safe: 'Everything that was shown as saved is still on this device.',
        advice: 'Try again. If it happens again, close Galley and start it anew.',
      };
    default:
      return code satisfies never;
  }
}

/** The library could not be read. */
export const LIBRARY_TROUBLE: Trouble = {
  title: 'The library cannot be read',
  happened: 'Galley could not read which scripts there are on this device.',
  safe: 'The scripts themselves were not touched.',
  advice: 'Try again. If it happens again, close Galley and start it anew.',
};

/** For places with room for a line or two: `deed` completes "Galley could not …". Failures bring their own three parts. */
export function troubleLine(error: unknown, deed: string): string {
  return error instanceof Failure
    ? error.message
    : `Galley could not ${deed}. Your scripts are as they were. Try again, and restart Galley if it happens again.`;
}
