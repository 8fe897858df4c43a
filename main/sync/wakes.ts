import type { NetworkInterfaceInfo } from 'node:os';
import type { Surroundings } from '../surroundings.ts';

/** Reading the list of networks takes some microseconds; a person who changes trains waits no longer than this. */
const LOOK_EVERY_MS = 5_000;

/** What a sleep ends with, on every system; unlocking is told where the other is not. */
const POWER_EVENTS = ['resume', 'unlock-screen'] as const;

type PowerEvent = (typeof POWER_EVENTS)[number];

export interface WakesParts extends Pick<Surroundings, 'wake'> {
  readonly power: {
    on(event: PowerEvent, listener: () => void): unknown;
    off(event: PowerEvent, listener: () => void): unknown;
  };
  readonly networks: () => NodeJS.Dict<NetworkInterfaceInfo[]>;
  readonly onWoke: () => void;
}

/** Calls when the machine woke up, and when it is on another network: then nothing that was known of the way holds. */
export function watchWakes({ wake, power, networks, onWoke }: WakesParts): Disposable {
  using watching = new DisposableStack();
  for (const event of POWER_EVENTS) {
    power.on(event, onWoke);
    watching.defer(() => power.off(event, onWoke));
  }
  let before = addressesOf(networks());
  let timer = wake(LOOK_EVERY_MS, look);
  function look(): void {
    timer = wake(LOOK_EVERY_MS, look);
    const now = addressesOf(networks());
    if (now === before) return;
    before = now;
    onWoke();
  }
  watching.defer(() => timer[Symbol.dispose]());
  return watching.move();
}

/** Where others could reach this machine. Addresses of the system's own that change by themselves are left out. */
function addressesOf(networks: NodeJS.Dict<NetworkInterfaceInfo[]>): string {
  const addresses = Object.entries(networks).flatMap(([name, all = []]) =>
    all
      .filter(({ internal, address }) => !internal && !isLinkLocal(address))
      .map(({ address }) => `${name} ${address}`),
  );
  return addresses.toSorted().join('\n');
}

const isLinkLocal = (address: string): boolean => address.startsWith('fe80:') || address.startsWith('169.254.');
