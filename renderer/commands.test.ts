import { expect, test } from 'vitest';
import type { CommandId } from '../app/commands.ts';
import { Commands } from './commands.ts';

function openCommands(): { readonly commands: Commands; readonly refusals: string[]; readonly done: string[] } {
  const refusals: string[] = [];
  const done: string[] = [];
  return { commands: new Commands((text) => refusals.push(text)), refusals, done };
}

test('[LOOK-15] the screen is asked before what is everywhere, and one who does it is enough', () => {
  const { commands, done, refusals } = openCommands();
  const target = (name: string, id: CommandId) => (asked: CommandId) => {
    if (asked !== id) return false;
    done.push(name);
    return true;
  };
  commands.add(target('screen', 'view.outline'), 'screen');
  commands.add(target('app', 'view.outline'), 'everywhere');
  commands.add(target('app', 'help.keys'), 'everywhere');
  expect(commands.run('view.outline')).toBe(true);
  expect(commands.run('help.keys')).toBe(true);
  expect([done, refusals]).toEqual([['screen', 'app'], []]);
});

test('[LOOK-15] one who has left is not asked, and what nobody does is explained', () => {
  const { commands, done, refusals } = openCommands();
  const leave = commands.add(() => done.push('gone') > 0, 'screen');
  leave();
  expect(commands.run('files.export-markdown')).toBe(false);
  expect([done, refusals]).toEqual([[], ['“Export as Markdown” works inside a script. Open one first.']]);
});
