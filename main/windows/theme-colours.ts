/** The few colours that the system draws before and beside the page: the same values as in the style's tokens. */
export interface FrameColours {
  /** Shown until the page has drawn itself. */
  readonly page: string;
  readonly titleBar: string;
  readonly symbols: string;
}

/** As high as the page's own title bar. */
export const TITLE_BAR_HEIGHT = 44;

const LIGHT: FrameColours = { page: '#ffffff', titleBar: '#f6f6f5', symbols: '#4a4d52' };
const DARK: FrameColours = { page: '#1b1c1f', titleBar: '#16171a', symbols: '#b6b8bc' };

export const frameColours = (dark: boolean): FrameColours => (dark ? DARK : LIGHT);
