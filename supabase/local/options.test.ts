import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { HELP, readOptions } from './options.ts';

test('[STACK-9] without options it takes the ports of the CLI and its own data folder', () => {
  expect(readOptions([])).toEqual({
    kind: 'start',
    ports: { api: 54_321, database: 54_322, mailbox: 54_324, service: 54_331 },
    dataFolder: undefined,
    resets: false,
  });
});

test('[STACK-9] one option moves all ports, others say where and from what', () => {
  expect(readOptions(['--port', '20000', '--data-dir', 'here', '--reset'])).toEqual({
    kind: 'start',
    ports: { api: 20_000, database: 20_001, mailbox: 20_003, service: 20_010 },
    dataFolder: resolve('here'),
    resets: true,
  });
  expect([readOptions(['--help']), readOptions(['--docker'])]).toEqual([{ kind: 'help' }, { kind: 'docker' }]);
});

test('[STACK-9] an option that makes no sense is told, and nothing starts', () => {
  const told = (args: readonly string[]): string => {
    try {
      return readOptions(args).kind;
    } catch (error) {
      return error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    }
  };
  expect(
    [['--prot', '1'], ['start'], ['--port', 'x'], ['--port', '80'], ['--port', '65530'], ['--data-dir', '']].map(told),
  ).toEqual([
    "Unknown option '--prot'.",
    "Unexpected argument 'start'.",
    '--port needs a number from 1024 to 65525, not "x".',
    '--port needs a number from 1024 to 65525, not "80".',
    '--port needs a number from 1024 to 65525, not "65530".',
    '--data-dir needs a folder.',
  ]);
  expect(told(['--docker', '--reset', '--port', '20000'])).toBe('--docker cannot be combined with --reset or --port.');
  expect(HELP).toContain('--data-dir');
});
