import type { ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { TitleInput } from '../ui/title-input.tsx';
import { troubleLine } from '../ui/trouble.ts';

interface ScriptTitleProps {
  readonly session: ScriptSession;
  readonly title: string;
  readonly renaming: boolean;
  readonly onRenaming: (renaming: boolean) => void;
}

export function ScriptTitle({ session, title, renaming, onRenaming }: ScriptTitleProps): ReactNode {
  const { client, notices } = useApp();
  const keep = (wanted: string | null): void => {
    onRenaming(false);
    if (wanted === null || wanted === title) return;
    client
      .call('library.rename', { scriptId: session.scriptId, title: wanted })
      .catch((error: unknown) => notices.show({ text: troubleLine(error, `rename “${title}”`) }));
  };
  if (renaming)
    return (
      <h1 className="script-title">
        <span className="hidden">{title}</span>
        <TitleInput title={title} onDone={keep} />
      </h1>
    );
  return (
    <h1 className="script-title">
      <button type="button" className="clip" title="Rename" onClick={() => onRenaming(true)}>
        {title}
      </button>
    </h1>
  );
}
