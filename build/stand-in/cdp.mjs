/** Minimal DevTools-protocol client over --remote-debugging-pipe (no port is opened). */
import { EventEmitter } from 'node:events';

export class Cdp extends EventEmitter {
  #id = 0;
  #pending = new Map();
  #chunks = [];
  closed = false;
  #out;
  constructor(out, input) {
    super();
    this.setMaxListeners(0);
    this.#out = out;
    out.on('error', () => this.#close());
    input.on('error', () => this.#close());
    input.on('close', () => this.#close());
    input.on('data', (b) => this.#data(b));
  }
  send(method, params = {}, sessionId) {
    if (this.closed) return Promise.reject(new Error('browser is gone'));
    const id = ++this.#id;
    return new Promise((ok, no) => {
      this.#pending.set(id, { ok, no, method });
      this.#out.write(JSON.stringify({ id, method, params, sessionId }) + '\0');
    });
  }
  #data(b) {
    let start = 0,
      end;
    while ((end = b.indexOf(0, start)) !== -1) {
      this.#chunks.push(b.subarray(start, end));
      const text = (this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks)).toString('utf8');
      this.#chunks = [];
      start = end + 1;
      this.#message(JSON.parse(text));
    }
    if (start < b.length) this.#chunks.push(b.subarray(start));
  }
  #message(m) {
    if (m.id) {
      const p = this.#pending.get(m.id);
      this.#pending.delete(m.id);
      if (m.error) p?.no(new Error(`${p.method}: ${m.error.message}`));
      else p?.ok(m.result);
    } else this.emit(m.method, m.params, m.sessionId);
  }
  #close() {
    if (this.closed) return;
    this.closed = true;
    for (const p of this.#pending.values()) p.no(new Error('browser is gone'));
    this.#pending.clear();
    this.emit('closed');
  }
}
