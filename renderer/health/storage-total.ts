import type { ScriptStorage } from '../../app/ipc/storage.ts';

/** Everything a script takes on this device, in bytes. */
export const totalOf = ({ log, history, snapshot, search }: ScriptStorage): number => log + history + snapshot + search;
