import { EventEmitter } from 'node:events';

/** Preloaded into a plain Node process: gives it the port that Electron gives its utility processes. */
class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    process.send?.(message);
  }
}

const parentPort = new ParentPort();
process.on('message', (data) => parentPort.emit('message', { data, ports: [] }));
Object.assign(process, { parentPort });
