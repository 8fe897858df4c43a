import { useEffect, useState, type ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { TitleInput } from '../ui/title-input.tsx';
import { troubleLine } from '../ui/trouble.ts';

/** The title as it is now, also after it was changed in another window. */
export function useScriptTitle({ scriptId, title: first }: ScriptSession): string {
  const { client } = useApp();
  const [title, setTitle] = useState(first);
  useEffect(
    () =>
      client.on('library.changed', () => {
        client.call('library.list', {}).then(
          (scripts) => {
            const own = scripts.find((script) => script.scriptId === scriptId);
            if (own !== undefined) setTitle(own.title);
          },
          // The old title stays; opening the library again says what is wrong.
          () => undefined,
        );
      }),
    [client, scriptId],
  );
  return title;
}

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
