import type { App, Session, WebContents } from 'electron';
import { isOwnPage } from '../../app/window-address.ts';
import type { Log } from '../log/log.ts';

/** Puts every page and every session that will ever be made under the rules below. Call it before the first window. */
export function guardEverything(app: App, log: Pick<Log, 'warn'>): void {
  app.on('session-created', guardSession);
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, log));
}

/** A page stays the page it is: no other address, no further window, no frame of a stranger. */
export function guardNavigation(contents: WebContents, log: Pick<Log, 'warn'>): void {
  contents.setWindowOpenHandler(() => {
    log.warn('window.open-refused');
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (isOwnPage(event.url) && event.isMainFrame) return;
    event.preventDefault();
    log.warn('navigation.refused');
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnPage(event.url) || !event.isMainFrame) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** A page may write plain text and HTML to the clipboard, and asks for nothing else: no devices, screens or places. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => {
    answer(permission === 'clipboard-sanitized-write' && isMainFrame && isOwnPage(requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, _origin, { requestingUrl, isMainFrame }) => {
    return permission === 'clipboard-sanitized-write' && isMainFrame && isOwnPage(requestingUrl ?? '');
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose(null);
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.on('will-download', (event) => event.preventDefault());
}
