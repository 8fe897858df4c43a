import { createServer } from 'node:net';

/** Below the range that systems hand out by themselves, so that nobody gets one of them meanwhile. */
const LOWEST = 12_000;
const HIGHEST = 32_000;

/** A port that is free with those so far above it. Processes begin their search apart from each other. */
export async function freePorts(offsets: readonly number[]): Promise<number> {
  const span = HIGHEST - LOWEST;
  for (let tried = 0; tried < span; tried += 20) {
    const port = LOWEST + ((process.pid * 97 + tried) % span);
    const all = await Promise.all([0, ...offsets].map((offset) => isFree(port + offset)));
    if (all.every(Boolean)) return port;
  }
  throw new Error('No free ports here.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
