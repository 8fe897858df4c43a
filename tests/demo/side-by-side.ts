import type { Desk } from '../e2e/sync/desk.ts';

/** Each window gets its share of the screen, from left to right. */
export async function standSideBySide(desks: readonly Desk[]): Promise<void> {
  for (const [index, desk] of desks.entries()) {
    await desk.app.app.electron.evaluate(
      ({ BrowserWindow, screen }, share) => {
        const { x, y, width, height } = screen.getPrimaryDisplay().workArea;
        const each = Math.floor(width / share.of);
        BrowserWindow.getAllWindows()[0]?.setBounds({ x: x + share.index * each, y, width: each, height });
      },
      { index, of: desks.length },
    );
  }
}
