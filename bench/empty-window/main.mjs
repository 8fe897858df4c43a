// The least that can be started on this host: one sandboxed window with one line of text, from a scheme of its own.
import { app, BrowserWindow, protocol } from 'electron';

const PAGE = '<!doctype html><title>Empty</title><div class="empty-window">One line of text</div>';

app.setPath('userData', process.env.GALLEY_USER_DATA);
app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  protocol.handle('app', () => new Response(PAGE, { headers: { 'content-type': 'text/html' } }));
  const window = new BrowserWindow({ width: 1280, height: 860, show: false, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => window.show());
  return window.loadURL('app://galley/index.html');
});
