import { join } from 'node:path';
import { DeviceId } from '../../app/ids.ts';
import { JsonFile } from '../settings/json-file.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * The name under which an account on this machine tells the server how far it has read. Only "seen by" depends on it:
 * where it cannot be read or kept, the server thinks of another device.
 */
export async function readDeviceId(folder: string, newId: Surroundings['newId']): Promise<DeviceId> {
  await using file = new JsonFile(join(folder, 'device.json'));
  const kept = DeviceId.safeParse(await file.read().catch(() => undefined));
  if (kept.success) return kept.data;
  const made = DeviceId.parse(newId());
  await file.write(made).catch(() => undefined);
  return made;
}
