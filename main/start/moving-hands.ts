import type { ClosingDesk } from '../windows/closing-desk.ts';
import type { Windows } from '../windows/windows.ts';
import type { MovingHands } from './house-switch.ts';
import type { House } from './house.ts';

export interface MovingParts extends Pick<MovingHands<House>, 'open' | 'turnTo' | 'onTrouble'> {
  readonly windows: Windows;
  readonly desk: ClosingDesk;
}

/** A move from account to account, as windows live through it. */
export function movingHands({ windows, desk, ...others }: MovingParts): MovingHands<House> {
  return {
    ...others,
    handOver: async () => {
      const asked = windows.all().map(({ windowId }) => windowId);
      const answer = await desk.handOver(asked);
      if (answer !== 'flushed' || windows.all().every(({ windowId }) => asked.includes(windowId))) return answer;
      // One was opened meanwhile, and nobody knows what is in it.
      for (const windowId of asked) windows.send(windowId, 'window.stay', {});
      return 'closing';
    },
    renewWindows: () => {
      const place = windows.current()?.place;
      const before = windows.all();
      // One has to stay until the new one is there: without any the program would end.
      for (const window of before.slice(1)) window.destroy();
      windows.open({ kind: 'library' }, place);
      before[0]?.destroy();
    },
  };
}
