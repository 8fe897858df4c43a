import type * as Y from 'yjs';
import * as z from 'zod';
import { TargetSeconds, WORDS_PER_MINUTE, WordsPerMinute } from './timing.ts';

/** `av`: what is seen beside what is heard. `narration`: only what is heard. */
export const Layout = z.enum(['av', 'narration']);
export type Layout = z.output<typeof Layout>;

export interface ScriptSettings {
  readonly layout: Layout;
  readonly wordsPerMinute: number;
  readonly targetSeconds: number | null;
}

/** Reads each setting on its own, so that one a peer wrote wrongly does not take the others with it. */
export function readSettings(script: Y.Map<unknown>): ScriptSettings {
  return {
    layout: Layout.catch('av').parse(script.get('layout')),
    wordsPerMinute: WordsPerMinute.catch(WORDS_PER_MINUTE).parse(script.get('wordsPerMinute')),
    targetSeconds: TargetSeconds.nullable().catch(null).parse(script.get('targetSeconds')),
  };
}
