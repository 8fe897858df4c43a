import { useEffect, useRef, type ReactNode } from 'react';

interface TitleInputProps {
  readonly title: string;
  readonly onDone: (title: string | null) => void;
}

/** A title being changed in place: Enter or leaving keeps it, Escape or nothing but spaces does not. */
export function TitleInput({ title, onDone }: TitleInputProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => input.current?.select(), []);
  const finish = (wanted: string | null): void => {
    // Leaving the field after Enter or Escape comes here again.
    if (done.current) return;
    done.current = true;
    onDone(wanted === null || wanted.trim() === '' ? null : wanted.trim());
  };
  return (
    <input
      ref={input}
      className="title-input"
      aria-label="Title"
      maxLength={200}
      defaultValue={title}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        finish(event.key === 'Enter' ? event.currentTarget.value : null);
      }}
    />
  );
}
