import type { ExportFormat } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { troubleLine } from '../ui/trouble.ts';

/** Exports what is on disk, after bringing everything there: a file that lacks the last words would be a lie. */
export function useExport(session: ScriptSession, title: string): (format: ExportFormat) => void {
  const { client, notices } = useApp();
  const run = async (format: ExportFormat): Promise<void> => {
    if (!(await session.flush())) {
      notices.show({
        text: 'Not exported: the last edits are not saved yet, and the file would lack them. Choose “Export now” instead, which has every word.',
      });
      return;
    }
    const fileName = await client.call('files.export', { scriptId: session.scriptId, format });
    if (fileName !== null) notices.show({ text: `“${title}” is exported to ${fileName}.` });
  };
  return (format) => {
    run(format).catch((error: unknown) => notices.show({ text: troubleLine(error, `export “${title}”`) }));
  };
}
