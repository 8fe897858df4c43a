import { useState } from 'react';
import { MAX_IMPORT_BYTES, type ImportPreview } from '../../app/ipc/contract.ts';
import { Failure } from '../../app/failure.ts';
import { ScriptId } from '../../app/ids.ts';
import { useApp } from '../app-services.ts';
import type { ImportState } from './import-state.ts';

const TOO_LARGE =
  'This file is larger than 20 MB, so it was not read. It is unchanged, and nothing was imported. Split it and import the parts.';

export interface Importing {
  readonly state: ImportState;
  readonly choose: () => void;
  readonly read: (file: File) => void;
  readonly confirm: (preview: ImportPreview, title: string) => void;
  readonly cancel: () => void;
}

export function useImport(): Importing {
  const { client, router, newId } = useApp();
  const [state, setState] = useState<ImportState>({ kind: 'none' });

  const preview = async (fileName: string | null, ask: () => Promise<ImportPreview | null>): Promise<void> => {
    setState({ kind: 'reading', fileName });
    try {
      const answer = await ask();
      setState(answer === null ? { kind: 'none' } : { kind: 'previewed', preview: answer });
    } catch (error) {
      setState({ kind: 'failed', fileName, error });
    }
  };
  return {
    state,
    choose: () => void preview(null, () => client.call('files.choose-import', {})),
    read: (file) =>
      void preview(file.name, async () => {
        if (file.size > MAX_IMPORT_BYTES) throw new Failure('too-large', TOO_LARGE);
        const content = new Uint8Array(await file.arrayBuffer());
        return client.call('files.preview-import', { fileName: file.name, content });
      }),
    confirm: (shown, title) => {
      const scriptId = ScriptId.parse(newId());
      setState({ kind: 'importing', preview: shown });
      client.call('files.import', { importId: shown.importId, scriptId, title }).then(
        () => {
          setState({ kind: 'none' });
          router.go({ kind: 'script', scriptId, rowId: null });
        },
        (error: unknown) => setState({ kind: 'failed', fileName: shown.fileName, error }),
      );
    },
    cancel: () => {
      if (state.kind === 'previewed') {
        const { importId } = state.preview;
        // The preview is forgotten by the main process anyway when the window goes; telling it only frees it sooner.
        client.call('files.discard-import', { importId }).catch(() => undefined);
      }
      setState({ kind: 'none' });
    },
  };
}
