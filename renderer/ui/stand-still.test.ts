import { expect, test } from 'vitest';
import type { EventName } from '../../app/ipc/contract.ts';
import type { Client } from '../client.ts';
import { standStillWhileClosing } from './stand-still.ts';

test('[QUIT-4] a window that is saving before it goes takes no input, and takes it again when it stays', () => {
  const listeners = new Map<EventName, () => void>();
  const on = ((name: EventName, listener: () => void) => void listeners.set(name, listener)) as unknown as Client['on'];
  const page = { inert: false };
  standStillWhileClosing({ on }, page);
  listeners.get('window.flush')?.();
  expect(page.inert).toBe(true);
  listeners.get('window.stay')?.();
  expect(page.inert).toBe(false);
});
