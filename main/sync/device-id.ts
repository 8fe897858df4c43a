import { join } from 'node:path';
import { DeviceId } from '../../app/ids.ts';
import { JsonFile } from '../settings/json-file.ts';
import type { Surroundings } from '../surroundings.ts';

/** The name under which an account on this machine tells the server how far it has read. Made when it is first asked for. */
export async function readDeviceId(folder: string, newId: Surroundings['newId']): Promise<DeviceId> {
  await using file = new JsonFile(join(folder, 'device.json'));
  const kept = DeviceId.safeParse(await file.read().catch(() => undefined));
  if (kept.success) return kept.data;
  // Only "seen by" depends on it: one that was lost or damaged makes the server think of another device.
  const made = DeviceId.parse(newId());
  await file.write(made);
  return made;
}
