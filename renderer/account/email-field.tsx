import type { ReactNode } from 'react';

interface EmailFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function EmailField({ value, onChange }: EmailFieldProps): ReactNode {
  return (
    <label className="named">
      E-mail
      <span className="field">
        <input
          type="email"
          value={value}
          autoComplete="username"
          maxLength={320}
          spellCheck={false}
          required
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      </span>
    </label>
  );
}
