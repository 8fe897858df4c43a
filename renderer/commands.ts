import { commands, type CommandId } from '../app/commands.ts';

/** Does a command if it is one of its own, and says whether it did. */
export type CommandTarget = (id: CommandId) => boolean;

/** Commands come from the menu, from keys and from buttons; they go to whoever stands in front. */
export class Commands {
  readonly #targets: CommandTarget[] = [];
  readonly #refused: (explanation: string) => void;

  /** `refused` is told, in words for the person, why a command did nothing. */
  constructor(refused: (explanation: string) => void) {
    this.#refused = refused;
  }

  /** The last one added is asked first. */
  add(target: CommandTarget): () => void {
    this.#targets.push(target);
    return () => {
      const index = this.#targets.lastIndexOf(target);
      if (index !== -1) this.#targets.splice(index, 1);
    };
  }

  run(id: CommandId): boolean {
    if (this.#targets.toReversed().some((target) => target(id))) return true;
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
