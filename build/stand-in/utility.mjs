/** Preloaded into utilityProcess children: process.parentPort as Electron gives it. */
import { EventEmitter } from 'node:events';
const port = new EventEmitter();
port.postMessage = (m) => process.send(m);
port.start = () => {};
process.on('message', (data) => port.emit('message', { data, ports: [] }));
process.parentPort = port;
process.type = 'utility';
