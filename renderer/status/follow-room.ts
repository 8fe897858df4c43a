import type { Client } from '../client.ts';
import type { AppBanners } from '../ui/app-banners.ts';

/** Says in this window, from now on, when the disk is nearly full and when it no longer is. */
export async function followRoom(
  client: Pick<Client, 'call' | 'on'>,
  banners: Pick<AppBanners, 'roomIs'>,
): Promise<void> {
  client.on('disk.room-changed', ({ room }) => banners.roomIs(room));
  banners.roomIs(await client.call('disk.room', {}));
}
