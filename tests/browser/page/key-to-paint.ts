/** Times every key from its event until after the frame that shows what it did, in milliseconds. */
export class KeyToPaint implements Disposable {
  #times: number[] = [];
  readonly #listening = new AbortController();

  constructor(target: Window) {
    target.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const channel = new MessageChannel();
        // A message sent in a frame's callback is answered after that frame has been laid out and painted.
        channel.port1.addEventListener('message', () => {
          this.#times.push(performance.now() - timeStamp);
          channel.port1.close();
        });
        channel.port1.start();
        requestAnimationFrame(() => channel.port2.postMessage(0));
      },
      { capture: true, signal: this.#listening.signal },
    );
  }

  /** What has been timed since the last time this was asked. */
  take(): readonly number[] {
    const times = this.#times;
    this.#times = [];
    return times;
  }

  [Symbol.dispose](): void {
    this.#listening.abort();
  }
}
