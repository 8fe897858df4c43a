import { Failure } from '../../failure.ts';
import { MAX_ROWS, MAX_SCENES } from '../limits.ts';
import type { ParsedScript } from './parsed-script.ts';

/** Refuses, in a person's words, what no script can hold. */
export function checkLimits(parsed: ParsedScript): ParsedScript {
  const { rowCount, sceneCount } = parsed;
  if (rowCount > MAX_ROWS) throw tooLarge('rows', MAX_ROWS);
  if (sceneCount > MAX_SCENES) throw tooLarge('scenes', MAX_SCENES);
  return parsed;
}

const tooLarge = (what: string, most: number): Failure =>
  new Failure(
    'too-large',
    `This file would become more than ${most.toLocaleString('en')} ${what}, which is the most a script holds. ` +
      'Nothing was imported and the file is unchanged. Split it into several files and import them one by one.',
  );
