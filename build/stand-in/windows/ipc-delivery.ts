import type { Page, Sender } from '../chromium/page.ts';
import { IpcChannels } from '../ipc.ts';
import type { FromPage } from '../wire.ts';

type IpcMessage = Extract<FromPage, { kind: 'invoke' | 'send' }>;

/** Hands a page's message to whoever listens in the main process; `scopes` are asked in their order, as in Electron. */
export async function deliverIpc(
  message: IpcMessage,
  event: object,
  scopes: readonly IpcChannels[],
  reply: Reply,
): Promise<void> {
  const { channel, args } = message;
  if (message.kind === 'send') {
    for (const scope of scopes) scope.emit(channel, event, ...args);
    return;
  }
  const { id } = message;
  try {
    const handler = IpcChannels.handlerOf(channel, scopes);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    reply.answer({ kind: 'reply', id, value: await handler(event, ...args) });
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    const words = new Error(`Error invoking remote method '${channel}': ${String(error)}`);
    reply.answer({ kind: 'refusal', id, error: words });
  }
}

/** The way back to exactly the document that asked. */
export interface Reply {
  answer(message: Parameters<Page['answer']>[1]): void;
}

export function replyTo(page: Page, sender: Sender): Reply {
  return { answer: (message) => page.answer(sender, message) };
}
