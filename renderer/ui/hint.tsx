import { useId, type ReactNode } from 'react';
import { commands, type Command, type CommandId } from '../../app/commands.ts';
import { Keys } from './keys.tsx';

declare module 'react' {
  interface ButtonHTMLAttributes<T> {
    /** The hint that is shown while the pointer or the focus rests on the control. */
    readonly interestfor?: string;
  }
}

interface HintProps {
  readonly text: string;
  readonly command?: CommandId;
  /** The control, given the attributes that tie it to its hint. */
  readonly children: (tie: { readonly interestfor: string }) => ReactNode;
}

/** Words for a control without words, shown by the browser after a moment of interest, with its keys. */
export function Hint({ text, command, children }: HintProps): ReactNode {
  const id = useId();
  const accelerator = command === undefined ? undefined : acceleratorOf(command);
  return (
    <>
      {children({ interestfor: id })}
      <span id={id} popover="hint" role="tooltip" className="hint">
        {text}
        {accelerator === undefined ? null : <Keys accelerator={accelerator} />}
      </span>
    </>
  );
}

export function acceleratorOf(id: CommandId): string | undefined {
  const command: Command = commands[id];
  return command.accelerator;
}
