import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { commands, type CommandId } from '../../app/commands.ts';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon-shapes.ts';
import { counted } from '../ui/words.ts';
import type { Anchor, Overlay } from './board.ts';
import { keyCaps } from './key-caps.ts';
import type { ScriptBoard } from './script-board.ts';

interface Choice {
  readonly label: string;
  readonly icon: IconName;
  /** Whose key is shown beside it. */
  readonly command?: CommandId;
  readonly isDisabled?: boolean;
  run(): void;
}

interface MenuProps<Kind extends Overlay['kind']> {
  readonly board: ScriptBoard;
  readonly overlay: Extract<Overlay, { kind: Kind }>;
  readonly onClose: () => void;
}

/** What can be done with the rows whose grip was pressed. */
export function RowMenu({ board, overlay, onClose }: MenuProps<'row-menu'>): ReactNode {
  const { rowIds, anchor } = overlay;
  const {
    commands: { rows },
    isReadOnly,
  } = board;
  const [first] = rowIds;
  const last = rowIds.at(-1);
  if (first === undefined || last === undefined) return null;
  const choices: Choice[] = [
    { label: 'Add row above', icon: 'plus', run: () => rows.addAbove(first) },
    { label: 'Add row below', icon: 'plus', command: 'row.add', run: () => rows.addAfter(last) },
    { label: 'Duplicate', icon: 'copy', command: 'row.duplicate', run: () => rows.duplicate(rowIds) },
    {
      label: 'Speaker…',
      icon: 'mic',
      command: 'row.speaker',
      isDisabled: rowIds.length > 1,
      run: () => board.standing.editSpeaker(first),
    },
    { label: 'Move up', icon: 'arrow-up', command: 'row.move-up', run: () => rows.moveBy(rowIds, -1) },
    { label: 'Move down', icon: 'arrow-down', command: 'row.move-down', run: () => rows.moveBy(rowIds, 1) },
    {
      label: rowIds.length === 1 ? 'Delete row' : `Delete ${counted(rowIds.length, 'row')}`,
      icon: 'trash',
      command: 'row.delete',
      run: () => rows.delete(rowIds),
    },
  ];
  return (
    <ChoiceMenu
      label="Row"
      host={board.surface.parentElement}
      anchor={anchor}
      choices={isReadOnly ? [] : choices}
      onClose={onClose}
    />
  );
}

export function SceneMenu({ board, overlay, onClose }: MenuProps<'scene-menu'>): ReactNode {
  const { sceneId, anchor } = overlay;
  const {
    commands: { rows, scenes },
    isReadOnly,
  } = board;
  const choices: Choice[] = [
    { label: 'Rename scene', icon: 'pencil', command: 'scene.rename', run: () => board.standing.editHeading(sceneId) },
    { label: 'Add row', icon: 'plus', run: () => rows.addFirst(sceneId) },
    { label: 'Add scene below', icon: 'plus', command: 'scene.add', run: () => scenes.addAfter(sceneId) },
    { label: 'Duplicate scene', icon: 'copy', run: () => scenes.duplicate(sceneId) },
    { label: 'Move scene up', icon: 'arrow-up', run: () => scenes.moveBy(sceneId, -1) },
    { label: 'Move scene down', icon: 'arrow-down', run: () => scenes.moveBy(sceneId, 1) },
    { label: 'Delete scene', icon: 'trash', run: () => scenes.delete(sceneId) },
  ];
  return (
    <ChoiceMenu
      label="Scene"
      host={board.surface.parentElement}
      anchor={anchor}
      choices={isReadOnly ? [] : choices}
      onClose={onClose}
    />
  );
}

interface ChoiceMenuProps {
  readonly label: string;
  /** Inside the script's landmark, so that the menu is found there too. */
  readonly host: HTMLElement | null;
  readonly anchor: Anchor;
  readonly choices: readonly Choice[];
  readonly onClose: () => void;
}

function ChoiceMenu({ label, host, anchor, choices, onClose }: ChoiceMenuProps): ReactNode {
  // What the choice does decides where the focus goes; a menu that is only closed gives it back.
  const choose = (choice: Choice) => () => {
    onClose();
    choice.run();
  };
  return (
    <Menu.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Menu.Portal container={host}>
        <Menu.Positioner className="menu-positioner" anchor={anchor} side="bottom" align="start" sideOffset={4}>
          <Menu.Popup className="menu" aria-label={label} finalFocus={false}>
            {choices.map((choice) => (
              <Menu.Item
                key={choice.label}
                className="menu-item"
                disabled={choice.isDisabled === true}
                onClick={choose(choice)}
              >
                <Icon name={choice.icon} size={14} />
                <span className="grow">{choice.label}</span>
                {choice.command ? <kbd>{keyCaps(acceleratorOf(choice.command))}</kbd> : null}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function acceleratorOf(id: CommandId): string {
  const command = commands[id];
  return 'accelerator' in command ? command.accelerator : '';
}
