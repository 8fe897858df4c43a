import { EventEmitter } from 'node:events';
import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { handWake } from '../../tests/support/hand-wake.ts';
import { watchWakes } from './wakes.ts';

const at = (address: string, internal = false): NetworkInterfaceInfo[] => [
  { address, netmask: '', family: 'IPv4', mac: '', internal, cidr: null },
];

/** A machine whose networks and sleep the test decides; counts how often it is said to have woken up. */
function openMachine() {
  const { wake, pass, waiting } = handWake();
  const power = new EventEmitter();
  let networks: NodeJS.Dict<NetworkInterfaceInfo[]> = { lo: at('127.0.0.1', true), wlan0: at('10.0.0.7') };
  let woke = 0;
  const watching = watchWakes({ wake, power, networks: () => networks, onWoke: () => (woke += 1) });
  return { watching, power, pass, waiting, woke: () => woke, move: (to: typeof networks) => (networks = to) };
}

test('[SYNC-10] a machine that wakes up or is unlocked is told of at once', () => {
  const { watching, power, woke } = openMachine();
  power.emit('resume');
  power.emit('unlock-screen');
  expect(woke()).toBe(2);
  watching[Symbol.dispose]();
  power.emit('resume');
  expect(woke()).toBe(2);
});

test('[SYNC-10] another network is noticed within five seconds, and addresses that mean nothing are not', () => {
  const { watching, pass, waiting, woke, move } = openMachine();
  pass(20_000);
  expect(woke()).toBe(0);
  move({ lo: at('127.0.0.2', true), wlan0: [...at('10.0.0.7'), ...at('fe80::1'), ...at('169.254.3.4')] });
  pass(5_000);
  expect(woke()).toBe(0);
  move({ wlan0: at('192.168.1.20') });
  pass(5_000);
  expect(woke()).toBe(1);
  move({});
  pass(5_000);
  expect(woke()).toBe(2);
  watching[Symbol.dispose]();
  expect(waiting()).toBe(0);
});
