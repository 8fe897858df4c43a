import { createServer } from 'node:net';
import { Failure } from '../../../app/failure.ts';

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  return address.port;
}

/** Asked before Postgres is: its own answer names a port that nobody chose. */
export async function refuseTakenPort(port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  } catch (cause) {
    throw new Failure(
      'busy',
      `Port ${port} is in use on this machine. Stop what uses it, or choose another with --port.`,
      {
        cause,
      },
    );
  }
  await new Promise((resolve) => server.close(resolve));
}
