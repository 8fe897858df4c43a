import type { Pad } from '../../app/blind/pad.ts';

/** Noise that is the same every time. */
export const steadyPad: Pad = {
  block(name) {
    let state = 2_166_136_261;
    for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 16_777_619);
    return Uint8Array.from({ length: 64 }, () => {
      state = Math.imul(state ^ (state >>> 15), 2_246_822_519) + 1;
      return state >>> 24;
    });
  },
};
