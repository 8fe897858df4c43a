/** What vitest does before the first end-to-end test, however it was started: a host, a build, a display. */
import { buildApp } from './build-app.ts';
import { hasDisplay, openHiddenDisplay } from './display.ts';
import { chooseHost } from './host.ts';
import { needSystemPackages } from './system-packages.ts';

/** `GALLEY_E2E=headless` needs no display; `window`, the default, takes this machine's or a hidden one. */
export async function setup(): Promise<() => void> {
  using stack = new DisposableStack();
  const host = chooseHost();
  const isHeadless = process.env['GALLEY_E2E'] === 'headless' && host.kind === 'stand-in';
  if (host.kind === 'stand-in') needSystemPackages('chromium', 'fonts');
  await buildApp();
  Object.assign(process.env, host.env);
  if (isHeadless) process.env['STANDIN_HEADLESS'] = '1';
  else if (process.platform === 'linux' && (host.kind === 'stand-in' || !hasDisplay())) {
    // Also where there is a screen: nobody's clicks may reach a window under test.
    needSystemPackages('display');
    process.env['DISPLAY'] = stack.use(await openHiddenDisplay()).name;
    delete process.env['WAYLAND_DISPLAY'];
  }
  const open = stack.move();
  return () => open.dispose();
}
