import { expect, test } from 'vitest';
import { Presence } from './presence.ts';

function openPresence(): Presence<object> {
  let refs = 0;
  return new Presence(() => `F${(refs += 1)}`);
}

test('[REALTIME-11] who tracks is there, under a key that several may share', () => {
  const presence = openPresence();
  const [phone, laptop] = [{}, {}];
  expect(presence.track(phone, 'ana', { on: 'phone' })).toEqual({
    joins: { ana: { metas: [{ on: 'phone', phx_ref: 'F1' }] } },
    leaves: {},
  });
  presence.track(laptop, 'ana', { on: 'laptop' });
  expect(presence.state()).toEqual({
    ana: {
      metas: [
        { on: 'phone', phx_ref: 'F1' },
        { on: 'laptop', phx_ref: 'F2' },
      ],
    },
  });
  expect(presence.untrack(phone)).toEqual({ joins: {}, leaves: { ana: { metas: [{ on: 'phone', phx_ref: 'F1' }] } } });
  expect(presence.state()).toEqual({ ana: { metas: [{ on: 'laptop', phx_ref: 'F2' }] } });
  expect(presence.untrack(phone)).toBeUndefined();
});

test('[REALTIME-11] saying something else leaves and joins at once; the same again is nothing new', () => {
  const presence = openPresence();
  const ana = {};
  presence.track(ana, 'ana', { at: { row: 1, cell: 'audio' } });
  expect(presence.says(ana, { at: { cell: 'audio', row: 1 } })).toBe(true);
  expect(presence.says(ana, { at: { cell: 'audio', row: 1, more: undefined } })).toBe(false);
  expect(presence.says(ana, { at: [1, 'audio'] })).toBe(false);
  expect(presence.says({}, {})).toBe(false);
  expect(presence.track(ana, 'ana', { at: null })).toEqual({
    joins: { ana: { metas: [{ at: null, phx_ref: 'F2', phx_ref_prev: 'F1' }] } },
    leaves: { ana: { metas: [{ at: { row: 1, cell: 'audio' }, phx_ref: 'F1' }] } },
  });
});
