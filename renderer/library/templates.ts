import type { TemplateName } from '../../app/ipc/contract.ts';
import type { IconName } from '../ui/icon-shapes.ts';

export interface TemplateCard {
  readonly label: string;
  readonly about: string;
  /** What a new script is called until the person says otherwise. */
  readonly title: string;
  readonly icon: IconName;
}

export const templateCards: Readonly<Record<TemplateName, TemplateCard>> = {
  blank: {
    label: 'Blank',
    about: 'One scene, one row: picture beside sound.',
    title: 'Untitled script',
    icon: 'file-text',
  },
  explainer: {
    label: 'Explainer',
    about: 'A problem, the idea, how it works, what to do next.',
    title: 'Untitled explainer',
    icon: 'clapperboard',
  },
  interview: {
    label: 'Interview',
    about: 'Questions, answers and the pictures that carry them.',
    title: 'Untitled interview',
    icon: 'users',
  },
  advert: {
    label: 'Advert',
    about: 'Thirty seconds: a hook, a turn, a name.',
    title: 'Untitled advert',
    icon: 'megaphone',
  },
  narration: {
    label: 'Narration',
    about: 'Sound alone, for voice-over and podcasts.',
    title: 'Untitled narration',
    icon: 'mic',
  },
  sample: {
    label: 'Sample',
    about: 'A finished film of ninety seconds, to look at and to change.',
    title: 'How the Library of Things works',
    icon: 'sparkles',
  },
};
