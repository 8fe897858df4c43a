import { expect, test } from 'vitest';
import { steadyPad } from '../../tests/support/steady-pad.ts';
import { Noise } from './noise.ts';
import { alphabetOf } from './noise-letters.ts';

const noise = new Noise(steadyPad);

const TEXTS = [
  'Close on a kitchen drawer. Batteries, menus; one power drill (18 V)!',
  '- first line\n\n12. second\tline\u00a0here',
  'Straße, café, naïve, Łódź, Ærø, İstanbul',
  'Ночной трамвай. Τραμ της νύχτας.',
  '東京の図書館 カメラ ひらがな 서울 도서관',
  'שלום עולם مرحبا بالعالم',
  'नमस्ते दुनिया ภาษาไทย',
  '🎬 👩🏽‍🚀 🇭🇷 𝒮𝒸𝓇𝒾𝓅𝓉 e\u0301 ①Ⅷ',
];
const shapeOf = (text: string): string =>
  Array.from(text, (sign) => {
    if (/[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(sign))
      return /\p{Lu}/u.test(sign) ? 'A' : 'a';
    return sign;
  }).join('');
const utf8 = (text: string): number => new TextEncoder().encode(text).length;

test.each(TEXTS)('[BLIND-2] noise for %j breaks where it did and is as long in every counting', (text) => {
  const noisy = noise.characters(text, 7, 0);
  expect(shapeOf(noisy)).toBe(shapeOf(text));
  expect(noisy.length).toBe(text.length);
  expect(utf8(noisy)).toBe(utf8(text));
  expect(noisy.isWellFormed()).toBe(true);
  for (const word of text.match(/[\p{L}\p{N}]{4,}/gu) ?? []) expect(noisy).not.toContain(word);
});

test('[BLIND-3] a character is the same noise in whatever update it comes, and other noise anywhere else', () => {
  const text = 'The last tram home leaves at two.';
  const whole = noise.characters(text, 7, 100);
  for (let cut = 0; cut < text.length; cut += 1) {
    expect(noise.characters(text.slice(cut), 7, 100 + cut)).toBe(whole.slice(cut));
  }
  expect(noise.characters(text, 8, 100)).not.toBe(whole);
  expect(noise.characters(text, 7, 133)).not.toBe(whole);
});

test('[BLIND-3] different characters at one place stay different, so that two histories under one id still disagree', () => {
  expect(noise.characters('a', 7, 5)).not.toBe(noise.characters('b', 7, 5));
});

test('[BLIND-3] equal names stay equal and different ones different, also when there are few of their length', () => {
  const names = Array.from({ length: 60 }, (_, n) => String.fromCodePoint(0x61 + (n % 26)) + (n < 26 ? '' : 'b'));
  const made = names.map((name) => noise.name(name));
  expect(new Set(made).size).toBe(new Set(names).size);
  expect(names.map((name) => noise.name(name))).toEqual(made);
});

test('[BLIND-2] numbers keep their sign and their count of digits', () => {
  for (const value of [0, 7, -42, 1_700_000_000_000, 3.25, -0.5, Number.NaN, Infinity]) {
    const noisy = noise.number(value, 1, 1, `/${value}`);
    expect(Math.sign(noisy) * Math.sign(value) >= 0 || Number.isNaN(value)).toBe(true);
    if (Number.isInteger(value) && value !== 0) expect(String(noisy).length).toBe(String(value).length);
  }
});

test('[BLIND-2] no letter of any writing stands alone in its alphabet', () => {
  const alone: string[] = [];
  for (let sign = 0; sign <= 0x1ffff; sign += 1) {
    const letter = String.fromCodePoint(sign);
    if (/^[\p{L}\p{Nd}]$/u.test(letter) && (alphabetOf(sign)?.signs.length ?? 0) < 2) alone.push(sign.toString(16));
  }
  expect(alone).toEqual([]);
});
