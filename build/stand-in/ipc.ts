import { strictEmitter } from './strict.ts';

export type IpcHandler = (event: object, ...args: unknown[]) => unknown;

/** The channels that main listens on: `ipcMain`, and one of the same kind per WebContents. */
export class IpcChannels extends strictEmitter('ipcMain', 'any') {
  readonly #handlers = new Map<string, IpcHandler>();

  /** @throws when the channel has a handler already. */
  handle(channel: string, handler: IpcHandler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: IpcHandler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** For the stand-in itself; not a member of Electron's. */
  static handlerOf(channel: string, scopes: readonly IpcChannels[]): IpcHandler | undefined {
    for (const scope of scopes) {
      const handler = scope.#handlers.get(channel);
      if (handler !== undefined) return handler;
    }
    return undefined;
  }
}
