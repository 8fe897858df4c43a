import * as z from 'zod';

/** A window's place in pixels of the desktop that all displays share. */
export const Bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
export type Bounds = z.output<typeof Bounds>;

export const Place = z.object({ bounds: Bounds, maximized: z.boolean() });
export type Place = z.output<typeof Place>;

export const MIN_WIDTH = 640;
export const MIN_HEIGHT = 480;
const DEFAULT_WIDTH = 1_280;
const DEFAULT_HEIGHT = 860;

/** How much of the title bar must lie on a display, so that a hand can catch it. */
const CATCH_WIDTH = 120;
const CATCH_HEIGHT = 44;
/** The next window stands this far from the one before. */
const CASCADE = 28;

/** Where to put a window: as it was if it can still be seen and caught there, else in the middle of the first display. */
export function placeOn(workAreas: readonly Bounds[], remembered: Place | undefined): Place {
  const main = workAreas[0] ?? { x: 0, y: 0, width: DEFAULT_WIDTH, height: DEFAULT_HEIGHT };
  const area = workAreas.find((candidate) => remembered !== undefined && canBeCaught(remembered.bounds, candidate));
  if (remembered === undefined || area === undefined) {
    return { bounds: centred(main, DEFAULT_WIDTH, DEFAULT_HEIGHT), maximized: remembered?.maximized ?? false };
  }
  const { x, y, width, height } = remembered.bounds;
  return {
    bounds: { x, y, width: fit(width, MIN_WIDTH, area.width), height: fit(height, MIN_HEIGHT, area.height) },
    maximized: remembered.maximized,
  };
}

/** A place for a further window: beside the one it came from. */
export function besides({ bounds }: Place): Place {
  return { bounds: { ...bounds, x: bounds.x + CASCADE, y: bounds.y + CASCADE }, maximized: false };
}

function canBeCaught(bounds: Bounds, area: Bounds): boolean {
  const left = Math.max(bounds.x, area.x);
  const right = Math.min(bounds.x + Math.max(bounds.width, MIN_WIDTH), area.x + area.width);
  const top = bounds.y;
  return right - left >= CATCH_WIDTH && top >= area.y && top + CATCH_HEIGHT <= area.y + area.height;
}

function centred(area: Bounds, wantedWidth: number, wantedHeight: number): Bounds {
  const width = fit(wantedWidth, MIN_WIDTH, area.width);
  const height = fit(wantedHeight, MIN_HEIGHT, area.height);
  return {
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
    width,
    height,
  };
}

const fit = (wanted: number, min: number, max: number): number => Math.max(min, Math.min(wanted, max));
