import { useRef } from 'react';
import { ScriptId } from '../../app/ids.ts';
import type { ExportFormat, ScriptSummary } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';
import { troubleLine } from '../ui/trouble.ts';

export interface LibraryActions {
  readonly open: (script: ScriptSummary) => void;
  readonly openInNewWindow: (script: ScriptSummary) => void;
  readonly rename: (script: ScriptSummary, title: string) => void;
  readonly duplicate: (script: ScriptSummary) => void;
  readonly trash: (script: ScriptSummary) => void;
  readonly restore: (script: ScriptSummary) => void;
  readonly exportAs: (script: ScriptSummary, format: ExportFormat) => void;
  /** Takes back the last move to the trash; answers whether there was one. */
  readonly undo: () => boolean;
}

/** What can be done with a script of the library. Each says what came of it; nothing asks "are you sure". */
export function useLibraryActions(): LibraryActions {
  const { client, notices, router, newId } = useApp();
  const lastTrashed = useRef<ScriptSummary>(null);

  const attempt = (deed: string, work: () => Promise<void>): void => {
    work().catch((error: unknown) => notices.show({ text: troubleLine(error, deed) }));
  };
  const restore = (script: ScriptSummary): void =>
    attempt(`restore “${script.title}”`, async () => {
      await client.call('library.restore', { scriptId: script.scriptId });
      if (lastTrashed.current?.scriptId === script.scriptId) lastTrashed.current = null;
      notices.show({ text: `“${script.title}” is back among all scripts.` });
    });

  return {
    open: (script) => {
      if (script.trashedAt === null) router.go({ kind: 'script', scriptId: script.scriptId, rowId: null });
      else
        notices.show({
          text: `“${script.title}” is in the trash. Restore it to open it.`,
          action: { label: 'Restore', run: () => restore(script) },
        });
    },
    openInNewWindow: (script) =>
      attempt('open another window', () => client.call('window.open', { scriptId: script.scriptId })),
    rename: (script, title) =>
      attempt(`rename “${script.title}”`, () => client.call('library.rename', { scriptId: script.scriptId, title })),
    duplicate: (script) =>
      attempt(`duplicate “${script.title}”`, async () => {
        const title = `${script.title.slice(0, 194)} copy`;
        const copyId = ScriptId.parse(newId());
        await client.call('library.duplicate', { scriptId: script.scriptId, copyId, title });
        notices.show({
          text: `“${title}” is in the library.`,
          action: { label: 'Open it', run: () => router.go({ kind: 'script', scriptId: copyId, rowId: null }) },
        });
      }),
    trash: (script) =>
      attempt(`move “${script.title}” to the trash`, async () => {
        await client.call('library.trash', { scriptId: script.scriptId });
        lastTrashed.current = script;
        notices.show({
          text: `“${script.title}” is in the trash.`,
          action: { label: 'Undo', run: () => restore(script) },
        });
      }),
    restore,
    exportAs: (script, format) =>
      attempt(`export “${script.title}”`, async () => {
        const fileName = await client.call('files.export', { scriptId: script.scriptId, format });
        if (fileName !== null) notices.show({ text: `“${script.title}” is exported to ${fileName}.` });
      }),
    undo: () => {
      if (lastTrashed.current === null) return false;
      restore(lastTrashed.current);
      return true;
    },
  };
}
