import { commands, type CommandId } from '../app/commands.ts';

/** Does a command if it is one of its own, and says whether it did. */
export type CommandTarget = (id: CommandId) => boolean;

/** Commands come from the menu, from keys and from buttons; they go to the screen first, then to what is everywhere. */
export class Commands {
  readonly #targets = { screen: [] as CommandTarget[], everywhere: [] as CommandTarget[] };
  readonly #refused: (explanation: string) => void;

  /** `refused` is told, in words for the person, why a command did nothing. */
  constructor(refused: (explanation: string) => void) {
    this.#refused = refused;
  }

  /** Within a place the last one added is asked first. */
  add(target: CommandTarget, place: 'screen' | 'everywhere'): () => void {
    const targets = this.#targets[place];
    targets.unshift(target);
    return () => {
      const index = targets.indexOf(target);
      if (index !== -1) targets.splice(index, 1);
    };
  }

  run(id: CommandId): boolean {
    const { screen, everywhere } = this.#targets;
    if ([...screen, ...everywhere].some((target) => target(id))) return true;
    this.#refused(explainRefusal(id));
    return false;
  }
}

function explainRefusal(id: CommandId): string {
  const { label, menu } = commands[id];
  const name = label.replace(/…$/, '');
  return menu === 'Script' || menu === 'Edit' || id.startsWith('files.export')
    ? `“${name}” works inside a script. Open one first.`
    : `“${name}” has nothing to act on here.`;
}
