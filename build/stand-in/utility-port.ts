import { EventEmitter } from 'node:events';

/** Loaded into a utility process before its own module: gives it `process.parentPort`, as Electron does. */

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    process.send?.(message);
  }

  start(): void {}
}

const port = new ParentPort();
process.on('message', (data) => port.emit('message', { data, ports: [] }));
// The app was killed: nobody is left to work for.
process.on('disconnect', () => process.exit(0));
Object.assign(process, { parentPort: port, type: 'utility' });
