import { useState, type ReactNode } from 'react';
import { Icon } from '../ui/icon.tsx';

interface PasswordFieldProps {
  readonly value: string;
  /** Which of the two a password program should fill in. */
  readonly isNew: boolean;
  readonly onChange: (value: string) => void;
}

export function PasswordField({ value, isNew, onChange }: PasswordFieldProps): ReactNode {
  const [isShown, setShown] = useState(false);
  return (
    <label className="named">
      Password
      <span className="field">
        <input
          type={isShown ? 'text' : 'password'}
          value={value}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          maxLength={1_000}
          spellCheck={false}
          required
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
        <button
          type="button"
          className="btn bare square"
          aria-label="Show password"
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          <Icon name={isShown ? 'eye-off' : 'eye'} />
        </button>
      </span>
    </label>
  );
}
