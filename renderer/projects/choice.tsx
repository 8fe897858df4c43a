import type { ReactNode } from 'react';

interface ChoiceProps {
  readonly type: 'radio' | 'checkbox';
  /** Of the group: arrows move within it. */
  readonly group: string;
  readonly checked: boolean;
  readonly title: string;
  readonly about?: string;
  readonly onChange: () => void;
}

/** One of several, with a line about it. */
export function Choice({ type, group, checked, title, about, onChange }: ChoiceProps): ReactNode {
  return (
    <label className="choice">
      <input type={type} name={group} checked={checked} onChange={onChange} />
      <span>
        <b>{title}</b>
        {about === undefined ? null : <span className="small soft">{about}</span>}
      </span>
    </label>
  );
}
