import type { Surroundings } from '../../app/script/surroundings.ts';
import { Random } from './random.ts';

/** Surroundings whose ids and time follow from a seed alone. */
export function surroundingsFrom(random: Random, author = 'local'): Surroundings {
  let at = Date.UTC(2026, 0, 1);
  return { author, newId: () => random.uuid(), now: () => new Date((at += 1000)) };
}
