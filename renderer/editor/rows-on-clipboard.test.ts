import { expect, test } from 'vitest';
import { rowsFromOwn, rowsFromTabs } from './rows-on-clipboard.ts';

const plain = (text: string) => [{ text }];

test('[EDIT-52] tab-separated text of a spreadsheet becomes rows, quotes and line feeds in a cell included', () => {
  expect(rowsFromTabs('Wide\tA line\nClose\t"Two\n""lines"""\n')).toEqual([
    { video: plain('Wide'), audio: plain('A line'), speaker: null },
    { video: plain('Close'), audio: plain('Two\n"lines"'), speaker: null },
  ]);
});

test('[EDIT-52] columns are told by their heads, else by how many there are; numbers are no words', () => {
  expect(rowsFromTabs('Audio\tPicture\nheard\tseen')).toEqual([
    { video: plain('seen'), audio: plain('heard'), speaker: null },
  ]);
  expect(rowsFromTabs('seen\tAna\theard')).toEqual([{ video: plain('seen'), audio: plain('heard'), speaker: 'Ana' }]);
  expect(rowsFromTabs('1\twide\thello\n2.\tclose\tagain')).toEqual([
    { video: plain('wide'), audio: plain('hello'), speaker: null },
    { video: plain('close'), audio: plain('again'), speaker: null },
  ]);
});

test('[EDIT-52] text that only happens to hold a tab is text', () => {
  expect(rowsFromTabs('one line\nanother\twith a tab')).toBe(null);
  expect(rowsFromTabs('')).toBe(null);
});

test('[EDIT-50] what does not have our own form is not taken for it', () => {
  const row = {
    video: plain('seen'),
    audio: [{ text: 'heard', marks: { bold: true } }],
    speaker: 'Ana',
    secondsSet: 4,
  };
  expect(rowsFromOwn(JSON.stringify([row]))).toEqual([row]);
  expect(rowsFromOwn(JSON.stringify([{ ...row, audio: 'heard' }]))).toBe(null);
  expect(rowsFromOwn('not even JSON')).toBe(null);
});
