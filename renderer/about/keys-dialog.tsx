import type { ReactNode } from 'react';
import { commands, CommandId, type Command } from '../../app/commands.ts';
import { Dialog } from '../ui/dialog.tsx';
import { acceleratorOf } from '../ui/hint.tsx';
import { Keys } from '../ui/keys.tsx';

interface KeyLine {
  readonly label: string;
  readonly accelerators: readonly string[];
}

/** Keys that move within a screen; they are no commands because they mean nothing in a menu. */
const MOVING: readonly KeyLine[] = [
  { label: 'Next cell', accelerators: ['Tab'] },
  { label: 'Cell before', accelerators: ['Shift+Tab'] },
  { label: 'Select the row', accelerators: ['Escape'] },
  { label: 'Select more rows', accelerators: ['Shift+Up', 'Shift+Down'] },
  { label: 'Next part of the window', accelerators: ['F6'] },
];

const MENUS: readonly Command['menu'][] = ['Script', 'Edit', 'File', 'View', 'Window', 'Help'];

/** Every command that has keys, drawn from the one table of commands. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <Dialog title="Keyboard shortcuts" width="wide" onClose={onClose}>
      <div className="content key-groups">
        <KeyGroup name="Moving" lines={MOVING} />
        {MENUS.map((menu) => (
          <KeyGroup key={menu} name={menu} lines={linesOf(menu)} />
        ))}
      </div>
    </Dialog>
  );
}

function KeyGroup({ name, lines }: { readonly name: string; readonly lines: readonly KeyLine[] }): ReactNode {
  return (
    <section>
      <h3>{name}</h3>
      <dl>
        {lines.map(({ label, accelerators }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {accelerators.map((accelerator) => (
                <Keys key={accelerator} accelerator={accelerator} spoken />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function linesOf(menu: Command['menu']): readonly KeyLine[] {
  return CommandId.options
    .filter((id) => commands[id].menu === menu)
    .map((id) => ({ label: commands[id].label.replace(/…$/, ''), accelerators: [acceleratorOf(id) ?? ''] }))
    .filter(({ accelerators }) => accelerators[0] !== '');
}
