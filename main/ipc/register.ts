import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { channel } from '../../app/ipc/channel.ts';
import { calls, type CallName } from '../../app/ipc/contract.ts';
import { answer, type Answering } from './answer.ts';
import type { CallRate } from './rate.ts';
import { isTrustedSender } from './trusted-sender.ts';

export interface Registration extends Answering {
  readonly ipc: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly rate: CallRate;
  /** Says whether a sender is one of our windows; their ids are those of their web contents. */
  readonly isWindow: (webContentsId: number) => boolean;
}

/** Binds every call of the contract. Disposing what it returns unbinds them. */
export function registerCalls({ ipc, rate, isWindow, ...answering }: Registration): Disposable {
  const registered = new DisposableStack();
  for (const name of Object.keys(calls) as CallName[]) {
    ipc.handle(channel(name), (event: IpcMainInvokeEvent, input: unknown) => {
      const windowId = event.sender.id;
      const trusted = isWindow(windowId) && isTrustedSender(event);
      return answer(name, { input, windowId, trusted, admitted: trusted && rate.admits(windowId) }, answering);
    });
    registered.defer(() => ipc.removeHandler(channel(name)));
  }
  return registered;
}
