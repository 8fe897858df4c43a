import type { TemplateName } from '../../../ipc/contract.ts';
import type { ScriptContent } from '../../plain-script.ts';
import { advert } from './advert.ts';
import { blank } from './blank.ts';
import { explainer } from './explainer.ts';
import { interview } from './interview.ts';
import { narration } from './narration.ts';
import { sample } from './sample.ts';

/** What each template says, readable. The program carries only what build/encode-templates.ts makes of it. */
export const sources = {
  blank,
  explainer,
  interview,
  advert,
  narration,
  sample,
} as const satisfies Record<TemplateName, ScriptContent>;
