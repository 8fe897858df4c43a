/** What a person would answer, given beforehand by a test; and what was asked, for the test to look at. */

export type DialogKind = 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox';

export interface AskedDialog {
  readonly kind: DialogKind;
  readonly options: object;
}

export class DialogAnswers {
  readonly asked: AskedDialog[] = [];
  readonly #queues = new Map<DialogKind, object[]>();

  /** The answers of one kind are given in the order in which they were queued. */
  queue(kind: DialogKind, answer: object): void {
    this.#queues.set(kind, [...(this.#queues.get(kind) ?? []), answer]);
  }

  /** Remembers the question; undefined when a person has to answer. */
  take(kind: DialogKind, options: object): object | undefined {
    this.asked.push({ kind, options });
    return this.#queues.get(kind)?.shift();
  }
}
