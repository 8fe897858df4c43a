import { useState, type FormEvent, type ReactNode } from 'react';
import { EmailField } from './email-field.tsx';
import { PasswordField } from './password-field.tsx';
import type { SignIn } from './use-sign-in.ts';

/** One way in, with the address that all of them share. */
export interface WayProps {
  readonly email: string;
  readonly onEmail: (email: string) => void;
  readonly ways: SignIn;
}

const submitting =
  (act: () => void) =>
  (event: FormEvent): void => {
    event.preventDefault();
    act();
  };

export function PasswordForm({ email, onEmail, ways }: WayProps): ReactNode {
  const [password, setPassword] = useState('');
  return (
    <form onSubmit={submitting(() => ways.signIn({ email, password }))}>
      <EmailField value={email} onChange={onEmail} />
      <PasswordField value={password} isNew={false} onChange={setPassword} />
      <Trouble ways={ways} />
      <Submit ways={ways} label="Sign in" busyLabel="Signing in…" />
    </form>
  );
}

export function SignUpForm({ email, onEmail, ways }: WayProps): ReactNode {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  return (
    <form onSubmit={submitting(() => ways.signUp({ email, password, name }))}>
      <label className="named">
        Your name, as others will see it
        <span className="field">
          <input
            value={name}
            autoComplete="name"
            maxLength={200}
            required
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
        </span>
      </label>
      <EmailField value={email} onChange={onEmail} />
      <PasswordField value={password} isNew onChange={setPassword} />
      <Trouble ways={ways} />
      <Submit ways={ways} label="Make an account" busyLabel="Making the account…" />
    </form>
  );
}

export function AskCodeForm({ email, onEmail, ways }: WayProps): ReactNode {
  return (
    <form onSubmit={submitting(() => ways.sendCode(email))}>
      <EmailField value={email} onChange={onEmail} />
      <Trouble ways={ways} />
      <Submit ways={ways} label="Send me a code" busyLabel="Sending…" />
    </form>
  );
}

export function TypeCodeForm({ email, ways }: Omit<WayProps, 'onEmail'>): ReactNode {
  const [code, setCode] = useState('');
  return (
    <form onSubmit={submitting(() => ways.useCode({ email, code }))}>
      <p role="status">
        If <strong className="selectable">{email}</strong> has an account, a mail with a code is on its way to it.
      </p>
      <label className="named">
        Code from the mail
        <span className="field">
          <input
            className="sign-in-code"
            value={code}
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="\s*[0-9]{6,10}\s*"
            title="The six to ten digits in the mail"
            required
            onChange={({ currentTarget }) => setCode(currentTarget.value)}
          />
        </span>
      </label>
      <Trouble ways={ways} />
      <Submit ways={ways} label="Sign in" busyLabel="Signing in…" />
      <button type="button" className="btn big" disabled={ways.busy !== null} onClick={() => ways.sendCode(email)}>
        Send another code
      </button>
    </form>
  );
}

function Trouble({ ways }: { readonly ways: SignIn }): ReactNode {
  if (ways.trouble === null) return null;
  return (
    <p role="alert" className="sign-in-trouble">
      {ways.trouble} <span className="soft">Your scripts on this device are not affected.</span>
    </p>
  );
}

interface SubmitProps {
  readonly ways: SignIn;
  readonly label: string;
  readonly busyLabel: string;
}

function Submit({ ways, label, busyLabel }: SubmitProps): ReactNode {
  return (
    <button type="submit" className="btn big main" disabled={ways.busy !== null}>
      {ways.busy === 'server' ? busyLabel : label}
    </button>
  );
}
