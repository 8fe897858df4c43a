// @ts-check
import { spawn } from 'node:child_process';

/**
 * Runs a program in the foreground: it has this terminal and gets this process's signals.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function runInForeground(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    // At a terminal Ctrl+C reaches the whole group: passing it on would deliver it twice, and twice means force.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, pass);
  /** @type {Promise<number>} The exit code; a program that a signal ended counts as failed, as shells count it. */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
  return {
    child,
    ended: ended.finally(() => {
      for (const signal of signals) process.off(signal, pass);
    }),
  };
}
