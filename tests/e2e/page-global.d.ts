import type { Bridge } from '../../app/ipc/contract.ts';

declare global {
  interface Window {
    /** What preload gives the page, for functions that tests run inside it. */
    readonly galley: Bridge;
  }
}
