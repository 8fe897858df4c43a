import { useState, type ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { troubleLine } from '../ui/trouble.ts';

/** Looks at everything that is stored, now. What is found damaged is repaired afterwards without being asked. */
export function CheckNow({ onChecked }: { readonly onChecked: () => void }): ReactNode {
  const { client, notices } = useApp();
  const [isChecking, setIsChecking] = useState(false);
  const check = async (): Promise<void> => {
    setIsChecking(true);
    try {
      const { findings } = await client.call('recovery.check', {});
      notices.show({ text: wordsFor(findings ?? 0) });
      onChecked();
    } catch (error) {
      notices.show({ text: troubleLine(error, 'check everything') });
    } finally {
      setIsChecking(false);
    }
  };
  return (
    <p className="line">
      <button
        type="button"
        className="btn"
        aria-disabled={isChecking}
        onClick={isChecking ? undefined : () => void check()}
      >
        {isChecking ? 'Checking…' : 'Check now'}
      </button>
      {isChecking ? <span className="soft">Writing goes on meanwhile.</span> : null}
    </p>
  );
}

function wordsFor(findings: number): string {
  if (findings === 0) return 'Everything was looked at: all of it is as it was written.';
  const found = findings === 1 ? '1 thing is' : `${findings} things are`;
  return `${found} not as written. Everything else is safe. Galley repairs it now and says what came of it.`;
}
