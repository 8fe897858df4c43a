import { createContext, useContext, useState, type ReactNode } from 'react';
import type { CommandId } from '../app/commands.ts';
import type { ScriptId } from '../app/ids.ts';
import type { TemplateName } from '../app/ipc/contract.ts';
import { AccountsDialog } from './account/accounts-dialog.tsx';
import { AboutDialog } from './about/about-dialog.tsx';
import { useApp, useCommands } from './app-services.ts';
import { KeysDialog } from './about/keys-dialog.tsx';
import { DropTarget } from './library/drop-target.tsx';
import { ImportDialog } from './library/import-dialog.tsx';
import { NewScriptDialog } from './library/new-script-dialog.tsx';
import { useImport } from './library/use-import.ts';
import { LocalScriptsDialog } from './projects/local-scripts-dialog.tsx';
import { NewProjectDialog } from './projects/new-project-dialog.tsx';
import { PlaceDialog } from './projects/place-dialog.tsx';
import { StatusDialog } from './projects/status-dialog.tsx';
import { TitleDialog } from './projects/title-dialog.tsx';
import { LIBRARY } from './router.ts';
import { SettingsDialog } from './settings/settings-dialog.tsx';
import { settingsAfter } from './settings/settings-commands.ts';
import { useChangeSettings } from './settings/use-change-settings.ts';

type OpenDialog =
  | { readonly kind: 'new-script'; readonly template: TemplateName }
  | { readonly kind: 'new-project' }
  | { readonly kind: 'local-scripts' }
  | { readonly kind: 'place' | 'status'; readonly scriptId: ScriptId; readonly title: string }
  | {
      readonly kind: 'title';
      readonly scriptId: ScriptId;
      readonly title: string;
      readonly titleThere: string;
    }
  | { readonly kind: 'settings' }
  | { readonly kind: 'accounts' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'about' };

const OpenDialogs = createContext<(dialog: OpenDialog) => void>(() => undefined);

/** Opens one of the dialogs that every screen has. */
export const useDialogs = (): ((dialog: OpenDialog) => void) => useContext(OpenDialogs);

/** The dialogs and commands that work wherever the person is. */
export function AppDialogs({ children }: { readonly children: ReactNode }): ReactNode {
  const { settings, router, syncPanel } = useApp();
  const changeSettings = useChangeSettings();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const importing = useImport();
  useCommands((id) => {
    const opened = dialogOf(id);
    if (opened !== undefined) {
      setDialog(opened);
      return true;
    }
    if (id === 'help.health') {
      router.go({ kind: 'health' });
      return true;
    }
    if (id === 'account.sign-in') {
      router.go({ kind: 'sign-in' });
      return true;
    }
    if (id === 'backups.show') {
      router.go({ kind: 'backups' });
      return true;
    }
    if (id === 'view.sync') {
      // Where there is no room for it, the library shows it.
      router.go(LIBRARY);
      syncPanel.set('asked-for');
      return true;
    }
    if (id === 'files.import') {
      importing.choose();
      return true;
    }
    const change = settingsAfter(id, settings.get());
    if (change === undefined) return false;
    changeSettings(change);
    return true;
  }, 'everywhere');
  const close = (): void => setDialog(null);
  return (
    <OpenDialogs value={setDialog}>
      <DropTarget onFile={importing.read}>{children}</DropTarget>
      {dialog?.kind === 'new-script' ? <NewScriptDialog template={dialog.template} onClose={close} /> : null}
      {dialog?.kind === 'new-project' ? <NewProjectDialog onClose={close} /> : null}
      {dialog?.kind === 'local-scripts' ? <LocalScriptsDialog onClose={close} /> : null}
      {dialog?.kind === 'place' ? <PlaceDialog {...dialog} onClose={close} /> : null}
      {dialog?.kind === 'status' ? <StatusDialog {...dialog} onClose={close} /> : null}
      {dialog?.kind === 'title' ? <TitleDialog {...dialog} onClose={close} /> : null}
      {dialog?.kind === 'settings' ? <SettingsDialog onClose={close} /> : null}
      {dialog?.kind === 'accounts' ? <AccountsDialog onClose={close} /> : null}
      {dialog?.kind === 'keys' ? <KeysDialog onClose={close} /> : null}
      {dialog?.kind === 'about' ? <AboutDialog onClose={close} /> : null}
      <ImportDialog importing={importing} />
    </OpenDialogs>
  );
}

function dialogOf(id: CommandId): OpenDialog | undefined {
  switch (id) {
    case 'script.new':
      return { kind: 'new-script', template: 'blank' };
    case 'app.settings':
      return { kind: 'settings' };
    case 'account.accounts':
      return { kind: 'accounts' };
    case 'help.keys':
      return { kind: 'keys' };
    case 'help.about':
      return { kind: 'about' };
    default:
      return undefined;
  }
}
