import { drawIcon } from './draw-icon.ts';
import { element } from './row-view.ts';

/**
 * What an empty script shows: a first row that only looks like one. It comes into being with the first key or click, so
 * that opening an empty script writes nothing.
 */
export class EmptyScript {
  readonly #host: HTMLElement;
  readonly #begin: () => void;
  readonly #invitation = element('div', 'empty-script');

  constructor(host: HTMLElement, begin: () => void) {
    this.#host = host;
    this.#begin = begin;
    const row = element('div', 'row is-fresh');
    const video = element('div', 'cell video');
    const audio = element('div', 'cell audio');
    video.append(Object.assign(element('div', 'words'), { textContent: 'What do we see?' }));
    audio.append(
      Object.assign(element('div', 'who'), { textContent: 'Speaker' }),
      Object.assign(element('div', 'words'), { textContent: 'What do we hear?' }),
    );
    row.append(Object.assign(element('div', 'gutter'), { textContent: '1' }), video, audio);
    const button = element('button', 'btn main');
    button.type = 'button';
    button.append(drawIcon('plus', 14), 'Write the first row');
    this.#invitation.append(row, button);
    this.#invitation.addEventListener('click', () => this.#begin());
    // The letter itself then goes to the cell that is live by the time it arrives.
    button.addEventListener('keydown', (event) => {
      const isTyping = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isTyping || event.key === 'Process') this.#begin();
    });
  }

  show(isEmpty: boolean): void {
    if (isEmpty && !this.#invitation.isConnected) this.#host.append(this.#invitation);
    if (!isEmpty) this.#invitation.remove();
  }

  /** Does nothing while the script is not empty. */
  focus(): void {
    if (this.#invitation.isConnected) this.#invitation.querySelector('button')?.focus();
  }
}
