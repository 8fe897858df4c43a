import { Failure } from '../../app/failure.ts';
import { ScriptId, type BackupId } from '../../app/ids.ts';
import { useApp } from '../app-services.ts';
import { troubleLine } from '../ui/trouble.ts';
import { broughtWords, failureWords } from './backup-words.ts';

interface OfScript {
  readonly backupId: BackupId;
  readonly scriptId: ScriptId;
  readonly title: string;
}

export interface BackupDeeds {
  readonly make: () => void;
  readonly cancel: () => void;
  readonly bringBack: (script: OfScript) => void;
  readonly bringBackAll: (backupId: BackupId) => void;
  readonly copy: (script: OfScript) => void;
  readonly accept: (script: Pick<OfScript, 'scriptId' | 'title'>) => void;
}

/** What can be done with backups. Each says what came of it. */
export function useBackupDeeds(): BackupDeeds {
  const { client, notices, router, newId } = useApp();
  const attempt = (deed: string, work: () => Promise<void>): void => {
    work().catch((error: unknown) => notices.show({ text: troubleLine(error, deed) }));
  };
  const openIt = (scriptId: ScriptId) => ({
    label: 'Open it',
    run: () => router.go({ kind: 'script', scriptId, rowId: null }),
  });
  return {
    make: () => {
      client.call('backups.make', {}).then(
        () => notices.show({ text: 'Backed up, opened again and verified.' }),
        (error: unknown) => notices.show({ text: makingTrouble(error) }),
      );
    },
    cancel: () => attempt('stop this backup', () => client.call('backups.cancel', {})),
    bringBack: ({ backupId, scriptId, title }) =>
      attempt(`bring back “${title}”`, async () => {
        const brought = await client.call('backups.bring-back', { backupId, scriptId });
        notices.show({ text: broughtWords(title, brought), action: openIt(scriptId) });
      }),
    bringBackAll: (backupId) =>
      attempt('bring everything back', async () => {
        const { scripts, changed, failed } = await client.call('backups.bring-back-all', { backupId });
        const came = `Looked through ${scripts}, brought something back in ${changed}.`;
        const not = failed.length === 0 ? '' : ` Not readable in this backup: ${failed.join(', ')}.`;
        notices.show({ text: `${came}${not} What you have written since is still there.` });
      }),
    copy: ({ backupId, scriptId, title }) =>
      attempt(`restore “${title}” as a copy`, async () => {
        const copyId = ScriptId.parse(newId());
        const name = await client.call('backups.restore-copy', { backupId, scriptId, copyId });
        notices.show({ text: `“${name}” is in the library.`, action: openIt(copyId) });
      }),
    accept: ({ scriptId, title }) =>
      attempt(`note that “${title}” is meant to be this short`, async () => {
        await client.call('backups.accept-shrinking', { scriptId });
        notices.show({ text: `Noted: “${title}” is meant to be this short. Its backups stay.` });
      }),
  };
}

function makingTrouble(error: unknown): string {
  if (error instanceof Failure && error.code === 'closed')
    return 'Stopped. This backup does not count; earlier ones do.';
  return error instanceof Failure && error.code !== 'unexpected'
    ? failureWords(error.code)
    : troubleLine(error, 'make a backup');
}
