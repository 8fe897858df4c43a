import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** Only Linux can be without a display and still run windows. */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' ||
  [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');

/** A display that nobody sees, for real windows on a machine without a screen. */
export interface HiddenDisplay extends Disposable {
  /** What DISPLAY must be. */
  readonly name: string;
}

/** Starts Xvfb on the first free display; it tells which through a pipe, so nothing is guessed and nothing races. */
export async function openHiddenDisplay(): Promise<HiddenDisplay> {
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const failed = once(server, 'exit').then(() => {
    throw new Error('Xvfb ended before it gave a display.');
  });
  const told = once(server.stdio[3] as Readable, 'data').then(([number]) => String(number).trim());
  const number = await Promise.race([told, failed]);
  failed.catch(() => undefined); // from here on its end is what dispose asks for
  return { name: `:${number}`, [Symbol.dispose]: () => void server.kill() };
}
