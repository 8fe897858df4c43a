import type { ReactNode } from 'react';
import { TemplateName } from '../../app/ipc/contract.ts';
import { Icon } from '../ui/icon.tsx';
import { templateCards } from './templates.ts';

interface TemplateChoiceProps {
  readonly chosen: TemplateName;
  readonly onChoose: (name: TemplateName) => void;
}

/** The templates as one group of radio buttons: arrows move between them. */
export function TemplateChoice({ chosen, onChoose }: TemplateChoiceProps): ReactNode {
  return (
    <fieldset className="template-choice">
      <legend>Start from</legend>
      {TemplateName.options.map((name) => {
        const { label, about, icon } = templateCards[name];
        return (
          <label key={name} className="template">
            <input
              type="radio"
              name="template"
              value={name}
              className="hidden"
              checked={name === chosen}
              onChange={() => onChoose(name)}
            />
            <Icon name={icon} size={20} />
            <span>
              <b>{label}</b>
              <span className="small soft">{about}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
