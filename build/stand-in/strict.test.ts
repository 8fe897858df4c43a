import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { NotHere, notHere, strict, strictEmitter, vetoable } from './strict.ts';

class Thing extends strictEmitter('thing', ['happened']) {
  #secret = 1;
  readonly nothing = undefined;

  reveal(): number {
    return this.#secret;
  }
}

test('[HOST-2] asking an object for a member it lacks throws the member’s name', () => {
  const object = strict('object', { here: 1, nothing: undefined });
  expect([object.here, object.nothing]).toEqual([1, undefined]);
  expect(() => Reflect.get(object, 'gone')).toThrow(new NotHere('object.gone'));
  expect('gone' in object).toBe(false);
});

test('[HOST-2] an emitter does too, and its own methods and private fields still work', () => {
  const thing = new Thing();
  expect([thing.reveal(), thing.nothing, thing.listenerCount('happened')]).toEqual([1, undefined, 0]);
  expect(() => Reflect.get(thing, 'gone')).toThrow('The stand-in has no thing.gone');
  expect(thing instanceof Thing && inspect(thing)).toContain('Thing');
});

test('[HOST-2] listening to an event that never comes throws; to one that does, hears it', () => {
  const thing = new Thing();
  const heard: unknown[] = [];
  for (const listen of ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'] as const) {
    expect(() => thing[listen]('never', () => undefined)).toThrow("thing event 'never'");
    thing[listen]('happened', (value) => heard.push(value));
  }
  thing.emit('happened', 1);
  thing.emit('happened', 2);
  expect(heard).toEqual([1, 1, 1, 1, 1, 2, 2, 2]);
});

test('[HOST-2] a module that is not here can be imported and asked about, not used', async () => {
  const Tray: object = notHere('Tray');
  expect(() => Reflect.construct(Tray as new () => object, [])).toThrow(NotHere);
  expect(() => Reflect.get(Tray, 'create')).toThrow('The stand-in has no Tray.create');
  expect(await Promise.resolve(Tray)).toBe(Tray);
});

test('[HOST-8] an event knows whether it was prevented', () => {
  const event = vetoable({ url: 'x' });
  expect(event).toMatchObject({ url: 'x', defaultPrevented: false });
  event.preventDefault();
  expect(event.defaultPrevented).toBe(true);
});
