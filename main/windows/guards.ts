import type { App, Session, WebContents } from 'electron';
import { isOwnPage } from '../../app/window-address.ts';
import type { Log } from '../log/log.ts';

export interface Guarded {
  readonly app: App;
  readonly defaultSession: Session;
  readonly log: Pick<Log, 'warn'>;
}

/** Puts every page and every session that will ever be made under the rules below. Call it before the first window. */
export function guardEverything({ app, defaultSession, log }: Guarded): void {
  guardSession(defaultSession);
  app.on('session-created', (created) => {
    if (created !== defaultSession) guardSession(created);
  });
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, log));
}

/** A page stays the page it is: no other address, no further window, no frame of a stranger. */
function guardNavigation(contents: WebContents, log: Pick<Log, 'warn'>): void {
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
function guardSession(session: Session): void {
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
