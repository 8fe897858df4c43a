import { expect, test } from 'vitest';
import { RowId, ScriptId } from './ids.ts';
import { addressOf, hashOf, isOwnPage, showingAt, type Showing } from './window-address.ts';

const scriptId = ScriptId.parse('7c9e6679-7425-40de-944b-e07fc1f90ae7');
const rowId = RowId.parse('3d813cbb-47fb-42ba-91df-831e1593ac29');

test.each<Showing>([
  { kind: 'library' },
  { kind: 'script', scriptId },
  { kind: 'script', scriptId, rowId },
  { kind: 'history', scriptId },
  { kind: 'briefing', scriptId },
])('[WIN-1] what a window shows is told by its address', (showing) => {
  expect(showingAt(hashOf(showing))).toEqual(showing);
  expect(isOwnPage(addressOf(showing))).toBe(true);
});

test.each(['', '#', '#/script/', '#/script/1', `#/scripts/${scriptId}`, '#/library/more'])(
  '[WIN-1] %j shows the library',
  (hash) => {
    expect(showingAt(hash)).toEqual({ kind: 'library' });
  },
);

test('[WIN-1] a row that is no row opens the script at its start', () => {
  expect(showingAt(`#/script/${scriptId}?row=1`)).toEqual({ kind: 'script', scriptId });
});

test.each([
  'https://galley/index.html',
  'app://galley.example.org/index.html',
  'app://galley/index.html.exe',
  'app://galley/other.html',
  'app://evil/index.html',
  'app://galley@evil/index.html',
  'about:blank',
  '',
])('[WIN-3] %j is not our page', (address) => {
  expect(isOwnPage(address)).toBe(false);
});
