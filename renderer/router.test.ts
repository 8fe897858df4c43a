import { expect, test } from 'vitest';
import { RowId, ScriptId } from '../app/ids.ts';
import { hashOf, LIBRARY, parseRoute, type Route } from './router.ts';

const scriptId = ScriptId.parse('7b0f2a6e-8a35-4c57-9d0f-0f6f3a6f1d11');
const rowId = RowId.parse('1f0f2a6e-8a35-4c57-9d0f-0f6f3a6f1d12');

test('[LOOK-2] every place has an address that leads back to it', () => {
  const places: readonly Route[] = [
    LIBRARY,
    { kind: 'library', shelf: 'trash' },
    { kind: 'script', scriptId, rowId: null },
    { kind: 'script', scriptId, rowId },
  ];
  expect(places.map((place) => parseRoute(hashOf(place)))).toEqual(places);
});

test('[LOOK-2] an address that is not ours shows the library', () => {
  const odd = [
    '',
    '#',
    '#/',
    '#/script/',
    '#/script/../../etc',
    `#/scripts/${scriptId}`,
    '#/library/everything',
    '#?row=1',
  ];
  expect(odd.map(parseRoute)).toEqual(odd.map(() => LIBRARY));
});

test('[LOOK-2] a row that is no row id opens the script at its start', () => {
  expect(parseRoute(`#/script/${scriptId}?row=7`)).toEqual({ kind: 'script', scriptId, rowId: null });
});
