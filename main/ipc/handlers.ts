import type { CallName, Handlers } from '../../app/ipc/contract.ts';

/** The calls of one namespace, such as everything that begins with `script.`: what one handler file answers. */
export type HandlersOf<Namespace extends string> = Pick<Handlers, Extract<CallName, `${Namespace}.${string}`>>;
