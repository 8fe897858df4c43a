import type { Page } from '../chromium/page.ts';

/** Electron's step between two zoom levels. */
const STEP = 1.2;

/** Zoom as a browser does it: the page has fewer, larger pixels to lay itself out in, and its media queries see that. */
export class Zoom {
  readonly #attached: Promise<Page>;
  #factor = 1;

  constructor(attached: Promise<Page>) {
    this.#attached = attached;
  }

  get factor(): number {
    return this.#factor;
  }

  get level(): number {
    return Math.log(this.#factor) / Math.log(STEP);
  }

  async set(factor: number): Promise<void> {
    if (!(factor > 0)) throw new RangeError('zoomFactor must be greater than 0');
    this.#factor = factor;
    const page = await this.#attached;
    await page.send('Emulation.clearDeviceMetricsOverride');
    if (factor === 1) return;
    const { cssLayoutViewport } = await page.send('Page.getLayoutMetrics');
    const width = Math.round(cssLayoutViewport.clientWidth / factor);
    const height = Math.round(cssLayoutViewport.clientHeight / factor);
    const metrics = { width, height, deviceScaleFactor: factor, mobile: false };
    await page.send('Emulation.setDeviceMetricsOverride', metrics);
  }

  async setLevel(level: number): Promise<void> {
    await this.set(STEP ** level);
  }
}
