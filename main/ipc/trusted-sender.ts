import { isOwnPage } from '../../app/window-address.ts';

/** What Electron tells of the frame that sent a message; null when the frame is gone. */
export interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** True only for the top frame of a page that we serve ourselves. A window is not enough: its subframes share it. */
export function isTrustedSender({ senderFrame }: Sender): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}
