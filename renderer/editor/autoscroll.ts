/** How near to an edge the pointer has to be, and how far one frame then scrolls at most, in px. */
const EDGE = 48;
const FASTEST = 22;

export interface Autoscroll {
  /** The pointer is here now. */
  at(x: number, y: number): void;
  stop(): void;
}

/** Scrolls while a drag stays near the upper or lower edge, and tells what has come under the pointer meanwhile. */
export function autoscroll(surface: HTMLElement, moved: (x: number, y: number) => void): Autoscroll {
  let pointer = { x: 0, y: 0 };
  let frame = 0;
  const step = (): void => {
    frame = 0;
    const by = speedAt(surface.getBoundingClientRect(), pointer.y);
    if (by === 0) return;
    const before = surface.scrollTop;
    surface.scrollTop += by;
    if (surface.scrollTop === before) return;
    moved(pointer.x, pointer.y);
    frame = requestAnimationFrame(step);
  };
  return {
    at(x, y) {
      pointer = { x, y };
      frame ||= requestAnimationFrame(step);
    },
    stop() {
      cancelAnimationFrame(frame);
    },
  };
}

function speedAt({ top, bottom }: DOMRect, y: number): number {
  const above = top + EDGE - y;
  const below = y - (bottom - EDGE);
  if (above > 0) return -Math.ceil(FASTEST * Math.min(1, above / EDGE));
  return below > 0 ? Math.ceil(FASTEST * Math.min(1, below / EDGE)) : 0;
}
