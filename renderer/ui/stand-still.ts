import type { Client } from '../client.ts';

/**
 * While the window saves before it closes it takes no input: what came after its answer would be lost. It takes input
 * again when it stays. What is being composed is finished first, because leaving a field ends its composition.
 */
export function standStillWhileClosing(client: Pick<Client, 'on'>, page: { inert: boolean }): void {
  client.on('window.flush', () => {
    page.inert = true;
  });
  client.on('window.stay', () => {
    page.inert = false;
  });
}
