import { alphabetOf } from './noise-letters.ts';
import { PadReader, type Pad } from './pad.ts';

/**
 * Replaces words by noise of the same shape. A sign is moved along its alphabet by as many places as the pad says for
 * its position, which is a one-time pad: the same word elsewhere becomes other noise, so that nothing can be counted,
 * and the same sign at the same position in another update becomes the same noise, so that updates still agree.
 */
export class Noise {
  readonly #pad: Pad;
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #spans = new Map<number, Map<number, PadReader>>();

  constructor(pad: Pad) {
    this.#pad = pad;
  }

  /** Characters of a shared text: each has a clock of its own, whatever update and struct it comes in. */
  characters(text: string, client: number, clock: number): string {
    return this.#shift(text, (index) => this.#numberAt(client, clock + index));
  }

  /** A text that is one value of a struct. `path` tells several in one struct apart. */
  value(text: string, client: number, clock: number, path: string): string {
    const reader = new PadReader(this.#pad, `value/${client}/${clock}${path}`);
    return this.#shift(text, (index) => reader.at(index));
  }

  /** A number with as many digits; what is no finite number stays. */
  number(value: number, client: number, clock: number, path: string): number {
    if (!Number.isFinite(value)) return value;
    const [mantissa = '', exponent] = String(value).split('e');
    const digits = this.value(mantissa, client, clock, `${path}#`).replace(/^(-?)0(?=\d)/, '$11');
    const noisy = Number(exponent === undefined ? digits : `${digits}e${exponent}`);
    return Number.isFinite(noisy) ? noisy : 0;
  }

  bytes(value: Uint8Array, client: number, clock: number, path: string): Uint8Array {
    const reader = new PadReader(this.#pad, `bytes/${client}/${clock}${path}`);
    return value.map((byte, index) => byte ^ (reader.at(index) & 0xff));
  }

  /** A name: equal ones stay equal and different ones different, because the document is held together by them. */
  name(text: string): string {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    let noisy = text;
    for (let attempt = 0; attempt < 1_000 && (attempt === 0 || this.#taken.has(noisy)); attempt += 1) {
      const reader = new PadReader(this.#pad, `name/${attempt}/${text}`);
      noisy = this.#shift(text, (index) => reader.at(index));
    }
    // Names of a sign or two run out: then a longer one.
    while (this.#taken.has(noisy)) noisy += 'x';
    this.#taken.add(noisy);
    this.#names.set(text, noisy);
    return noisy;
  }

  /** Keeps a name of ours out of the noise, so that no other name becomes it by chance. */
  reserve(name: string): void {
    this.#taken.add(name);
  }

  #numberAt(client: number, clock: number): number {
    const of = Math.floor(clock / SPAN);
    const spans = this.#spans.get(client) ?? new Map<number, PadReader>();
    const reader = spans.get(of) ?? new PadReader(this.#pad, `text/${client}/${of}`);
    this.#spans.set(client, spans.set(of, reader));
    return reader.at(clock % SPAN);
  }

  #shift(text: string, numberAt: (index: number) => number): string {
    let noisy = '';
    let index = 0;
    for (const character of text) {
      const sign = character.codePointAt(0) ?? 0;
      const alphabet = alphabetOf(sign);
      if (alphabet === null) noisy += character;
      else {
        const { signs, indexOf } = alphabet;
        const place = ((indexOf.get(sign) ?? 0) + numberAt(index)) % signs.length;
        noisy += String.fromCodePoint(signs[place] ?? sign);
      }
      index += character.length;
    }
    return noisy;
  }
}

/** One block of the pad: the reader of a span asks for it once. */
const SPAN = 32;
