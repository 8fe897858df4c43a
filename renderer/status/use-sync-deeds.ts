import type { ScriptId } from '../../app/ids.ts';
import type { ConnectionHealth } from '../../app/ipc/sync.ts';
import { useApp } from '../app-services.ts';
import { troubleLine } from '../ui/trouble.ts';
import { syncDiagnostics } from './sync-diagnostics.ts';

export interface SyncDeeds {
  readonly tryNow: () => void;
  readonly signIn: () => void;
  readonly sendAgain: (scriptId: ScriptId) => void;
  /** Puts a question on the clipboard, to be sent to whoever owns the project. */
  readonly askOwner: (about: { readonly title: string; readonly what: string }) => void;
  readonly copyDiagnostics: () => void;
}

/** What can be done about edits that are only on this device. Each says what came of it. */
export function useSyncDeeds(): SyncDeeds {
  const { client, commands, info, notices, sync, ages } = useApp();
  const attempt = (deed: string, work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => notices.show({ text: troubleLine(error, deed) }));
  };
  const copy = async (text: string, done: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      notices.show({ text: done });
    } catch {
      notices.show({ text: 'The clipboard cannot be used just now. Nothing was copied.' });
    }
  };
  return {
    tryNow: () => attempt('try the server', () => client.call('sync.try-now', {})),
    signIn: () => void commands.run('account.sign-in'),
    sendAgain: (scriptId) =>
      attempt('send it again', async () => {
        await client.call('sync.send-again', { scriptId });
        notices.show({ text: 'What was refused is sent once more. The words beside the title say what comes of it.' });
      }),
    askOwner: ({ title, what }) =>
      void copy(
        `About “${title}” in Galley: ${what} Everything is saved on my device. Can you see what is wrong, or tell me what to do?`,
        'A question for the project’s owner is on the clipboard. Send it in a mail or a message.',
      ),
    copyDiagnostics: () => {
      const view = sync.get();
      const finish = (connection: ConnectionHealth | null): Promise<void> =>
        copy(
          syncDiagnostics({ view, connection, version: info.version, platform: info.platform, now: ages.read() }),
          'The diagnostics are on the clipboard: times, counts and states. No title, no name and no word of a script.',
        );
      // Without figures of the connection, the rest is still worth having.
      client.call('sync.connection', {}).then(finish, () => finish(null));
    },
  };
}
