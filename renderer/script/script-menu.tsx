import type { ReactNode } from 'react';
import type { CommandId } from '../../app/commands.ts';
import { commands as table } from '../../app/commands.ts';
import { useApp } from '../app-services.ts';
import { acceleratorOf } from '../ui/hint.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon-shapes.ts';
import { MenuButton, type MenuItem } from '../ui/menu.tsx';

interface ScriptMenuProps {
  readonly isReadOnly: boolean;
  readonly onRename: () => void;
}

/** What one does with a whole script, at hand in the title bar; all of it stands in the application's menu too. */
export function ScriptMenu({ isReadOnly, onRename }: ScriptMenuProps): ReactNode {
  const { commands } = useApp();
  const item = (id: CommandId, icon?: IconName): MenuItem => {
    const accelerator = acceleratorOf(id);
    return {
      label: table[id].label,
      ...(icon === undefined ? {} : { icon }),
      ...(accelerator === undefined ? {} : { accelerator }),
      run: () => commands.run(id),
    };
  };
  const rename: MenuItem = { label: 'Rename script', icon: 'pencil', run: onRename };
  return (
    <MenuButton
      className="btn bare square"
      label="Script menu"
      groups={[
        isReadOnly ? [rename] : [rename, item('script.layout', 'type'), item('script.deleted', 'trash')],
        [item('view.history', 'rotate-ccw-clock'), item('view.briefing', 'git-merge')],
        [item('files.export-markdown', 'file-down'), item('files.export-text')],
        [item('library.search', 'search'), item('help.keys', 'keyboard')],
      ]}
    >
      <Icon name="ellipsis" />
    </MenuButton>
  );
}
