/**
 * STAND-IN for the `electron` module, for machines without the Electron binary. It is not Electron:
 * no OS keychain, no fuses, no auto-update, no native menus. See REPORT.md for what tests on it can prove.
 */
import { EventEmitter } from 'node:events';
import { fork, spawn } from 'node:child_process';
import { randomBytes, createCipheriv, createDecipheriv } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, renameSync, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChromium } from './chromium.mjs';
import { makeBridge, makeCodec, isolatedRuntime } from './runtime.mjs';

const codec = makeCodec();
const HOST_SUFFIX = '.app-standin.invalid';
const warned = new Set();
const note = (what) => {
  if (!warned.has(what)) {
    warned.add(what);
    console.error(`[stand-in] ${what}`);
  }
};
const mark = (what) => {
  if (process.env.STANDIN_TIMING)
    console.error(
      `[timing] ${what} ${Math.round(performance.timeOrigin + performance.now() - Number(process.env.STANDIN_T0 ?? performance.timeOrigin))} ms`,
    );
};

let browser;
let argv = [];
let appRoot = process.cwd();
let appPkg = {};
let ready = false,
  quitting = false;
const switches = new Map();
const schemes = new Map();

/** app://bundle/x <-> https://bundle--app.app-standin.invalid/x (plain Chromium cannot register a scheme) */
export const toInner = (u) => {
  try {
    const x = new URL(u);
    const s = x.protocol.slice(0, -1);
    return schemes.has(s) ? `https://${x.host}--${s}${HOST_SUFFIX}${x.pathname}${x.search}${x.hash}` : u;
  } catch {
    return u;
  }
};
export const toOuter = (u) => {
  const m = /^https:\/\/(.*)--([a-z][a-z0-9+.-]*)\.app-standin\.invalid(\/.*)?$/.exec(u);
  return m ? `${m[2]}://${m[1]}${m[3] ?? '/'}` : u;
};

/* ---------------------------------------------------------------- app */
class App extends EventEmitter {
  isPackaged = false;
  name = 'app';
  #paths = {};
  #lock;
  #whenReady = Promise.withResolvers();
  commandLine = {
    appendSwitch: (k, v = '') => {
      switches.set(k, k.endsWith('-features') && switches.get(k) ? `${switches.get(k)},${v}` : v);
    },
    hasSwitch: (k) => switches.has(k),
    getSwitchValue: (k) => switches.get(k) ?? '',
    appendArgument() {},
    removeSwitch: (k) => {
      switches.delete(k);
    },
  };
  dock = undefined;
  whenReady() {
    return this.#whenReady.promise;
  }
  isReady() {
    return ready;
  }
  _ready() {
    ready = true;
    this.#whenReady.resolve();
    this.emit('ready', {}, {});
  }
  getName() {
    return this.name;
  }
  setName(n) {
    this.name = n;
  }
  getVersion() {
    return appPkg.version ?? '0.0.0';
  }
  getLocale() {
    return (process.env.LANG ?? 'en-US').split('.')[0].replace('_', '-');
  }
  getAppPath() {
    return appRoot;
  }
  setPath(n, p) {
    this.#paths[n] = p;
  }
  getPath(n) {
    if (this.#paths[n]) return this.#paths[n];
    const config = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
    switch (n) {
      case 'home':
        return homedir();
      case 'appData':
        return config;
      case 'userData':
        return join(config, this.name);
      case 'sessionData':
        return this.getPath('userData');
      case 'temp':
        return tmpdir();
      case 'logs':
        return join(this.getPath('userData'), 'logs');
      case 'crashDumps':
        return join(this.getPath('userData'), 'Crashpad');
      case 'exe':
        return process.argv[0];
      case 'documents':
      case 'downloads':
      case 'desktop':
        return join(homedir(), n[0].toUpperCase() + n.slice(1));
    }
    throw new Error(`Failed to get '${n}' path`);
  }
  /** One instance per userData folder. A second one hands its argv over by file (synchronously: it may exit at once) and leaves. */
  requestSingleInstanceLock(extra) {
    const dir = this.getPath('userData'),
      lock = join(dir, 'standin.lock'),
      inbox = join(dir, 'standin-inbox');
    mkdirSync(inbox, { recursive: true });
    for (;;) {
      try {
        writeFileSync(lock, String(process.pid), { flag: 'wx' });
        break;
      } catch (e) {
        if (e.code !== 'EEXIST') throw e;
      }
      const pid = Number(readFileSync(lock, 'utf8'));
      let alive = false;
      try {
        process.kill(pid, 0);
        alive =
          pid !== process.pid &&
          (process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('boot.mjs'));
      } catch {
        /* gone */
      }
      if (alive) {
        const f = join(inbox, `${process.pid}-${Date.now()}`);
        writeFileSync(f + '.tmp', JSON.stringify({ argv: process.argv, cwd: process.cwd(), extra }));
        renameSync(f + '.tmp', f + '.json');
        return false;
      }
      rmSync(lock, { force: true }); // left behind by a killed instance
    }
    const take = () => {
      for (const n of readdirSync(inbox))
        if (n.endsWith('.json'))
          try {
            const m = JSON.parse(readFileSync(join(inbox, n), 'utf8'));
            rmSync(join(inbox, n));
            this.emit('second-instance', {}, m.argv, m.cwd, m.extra);
          } catch {
            /* taken already */
          }
    };
    for (const n of readdirSync(inbox)) rmSync(join(inbox, n), { force: true });
    this.#lock = watch(inbox, take);
    this.#lock.unref();
    process.once('exit', () => rmSync(lock, { force: true }));
    return true;
  }
  hasSingleInstanceLock() {
    return !!this.#lock;
  }
  releaseSingleInstanceLock() {
    this.#lock?.close();
    this.#lock = undefined;
  }
  setAsDefaultProtocolClient(s) {
    note(`setAsDefaultProtocolClient('${s}') does nothing here`);
    return false;
  }
  removeAsDefaultProtocolClient() {
    return false;
  }
  isDefaultProtocolClient() {
    return false;
  }
  setAppUserModelId() {}
  enableSandbox() {}
  disableHardwareAcceleration() {}
  focus() {}
  getAppMetrics() {
    return [];
  }
  accessibilitySupportEnabled = false;
  relaunch() {
    note('app.relaunch() does nothing here');
  }
  async quit() {
    if (quitting) return;
    let stop = false;
    this.emit('before-quit', {
      preventDefault: () => {
        stop = true;
      },
    });
    if (stop) return;
    for (const w of Array.from(windows)) {
      if (!w._mayClose()) return;
    }
    quitting = true;
    for (const w of Array.from(windows)) await w._closeTarget();
    let held = false;
    this.emit('will-quit', {
      preventDefault: () => {
        held = true;
      },
    });
    if (held) quitting = false;
    else void this.exit(0);
  }
  async exit(code = 0) {
    quitting = true;
    this.emit('quit', {}, code);
    const b = browser;
    if (b && !b.cdp.closed) {
      const gone = new Promise((r) => b.child.once('exit', r));
      await b.cdp.send('Browser.close').catch(() => {});
      await Promise.race([gone, new Promise((r) => setTimeout(r, 3000))]);
      b.child.kill('SIGKILL');
    }
    process.exit(code);
  }
}
export const app = new App();

/* ---------------------------------------------------------------- ipc */
class IpcMain extends EventEmitter {
  _handlers = new Map();
  handle(ch, fn) {
    if (this._handlers.has(ch)) throw new Error(`Attempted to register a second handler for '${ch}'`);
    this._handlers.set(ch, fn);
  }
  handleOnce(ch, fn) {
    this.handle(ch, (...a) => {
      this.removeHandler(ch);
      return fn(...a);
    });
  }
  removeHandler(ch) {
    this._handlers.delete(ch);
  }
}
export const ipcMain = new IpcMain().setMaxListeners(0);

/* ---------------------------------------------------------------- windows */
const windows = new Set();
const contentsBySession = new Map();
const contentsByTarget = new Map();
const popups = new Set();
let nextId = 1;

class WebContents extends EventEmitter {
  id = nextId++;
  targetId = '';
  session;
  _sid = '';
  _win;
  _open = () => ({ action: 'deny' });
  _frames = new Map();
  _contexts = new Map();
  _preloadContext;
  _expected = new Set();
  _names = {
    binding: '_b' + randomBytes(8).toString('hex'),
    deliver: '_d' + randomBytes(8).toString('hex'),
    secret: randomBytes(16).toString('hex'),
  };
  _attached = Promise.withResolvers();
  _destroyed = false;
  constructor(win) {
    super();
    this._win = win;
    this.session = session.defaultSession;
    this.setMaxListeners(0);
    this._attached.promise.catch(() => {});
  }
  _cdp(m, p = {}) {
    return browser.cdp.send(m, p, this._sid);
  }
  async _attach(targetId, sid) {
    this.targetId = targetId;
    this._sid = sid;
    contentsBySession.set(sid, this);
    contentsByTarget.set(targetId, this);
    const p = this._win._prefs;
    const cfg = {
      binding: this._names.binding,
      deliver: this._names.deliver,
      platform: process.platform,
      arch: process.arch,
      argv: [process.argv[0], ...(p.additionalArguments ?? [])],
      versions: { chrome: '', node: process.versions.node },
      accelerators: [...menuChords.keys()],
    };
    const WORLD = 'Electron Isolated Context (stand-in)';
    const main = `if(window===window.top)(${String(makeBridge)})(${JSON.stringify(this._names.secret)},'main');`; // main frames only, as in Electron
    const source = p.preload ? readFileSync(p.preload, 'utf8') : '';
    const isolated =
      `(()=>{if(window!==window.top)return;const c=(${String(makeCodec)})(),b=(${String(makeBridge)})(${JSON.stringify(this._names.secret)},'isolated');` +
      `const r=(${String(isolatedRuntime)})(${JSON.stringify(cfg)},c,b);const m={exports:{}};(function(require,module,exports,process,global){${source}\n})(r.require,m,m.exports,r.process,globalThis);})()\n//# sourceURL=preload.js`;
    await Promise.all([
      this._cdp('Page.enable'),
      this._cdp('Runtime.enable'),
      this._cdp('Inspector.enable'),
      this._cdp('Page.setLifecycleEventsEnabled', { enabled: true }),
      this._cdp('Runtime.addBinding', { name: this._names.binding, executionContextName: WORLD }),
      this._cdp('Page.addScriptToEvaluateOnNewDocument', { source: main }),
      this._cdp('Page.addScriptToEvaluateOnNewDocument', { source: isolated, worldName: WORLD }),
      this._cdp('Runtime.runIfWaitingForDebugger'),
    ]);
    const { frameTree } = await this._cdp('Page.getFrameTree');
    this._frames.set(frameTree.frame.id, { id: frameTree.frame.id, url: frameTree.frame.url });
    this._attached.resolve();
    mark('window attached');
  }
  _senderFrame(ctx) {
    const f = this._frames.get(this._contexts.get(ctx) ?? '');
    if (!f) return null;
    const url = toOuter(f.url);
    const m = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)/.exec(url);
    return {
      url,
      origin: m ? m[1] : 'null',
      parent: f.parent ? { url: toOuter(this._frames.get(f.parent)?.url ?? '') } : null,
      frameTreeNodeId: 1,
      routingId: 1,
      processId: 1,
      name: '',
      detached: false,
      isDestroyed: () => false,
      get top() {
        return this;
      },
    };
  }
  _onBinding(ctx, payload) {
    let t, id, ch, args;
    try {
      [t, id, ch, args] = codec.decode(payload);
    } catch (e) {
      note(`bad ipc message: ${e.message}`);
      return;
    }
    const event = {
      sender: this,
      senderFrame: this._senderFrame(ctx),
      processId: 1,
      frameId: 1,
      type: 'frame',
      ports: [],
      reply: (c, ...a) => this.send(c, ...a),
      preventDefault() {},
    };
    if (t === 'k') {
      menuChords.get(ch)?.click?.({}, this._win, {});
      return;
    }
    if (t === 's') {
      ipcMain.emit(ch, event, ...args);
      return;
    }
    const fn = ipcMain._handlers.get(ch);
    Promise.resolve()
      .then(() => {
        if (!fn) throw new Error(`No handler registered for '${ch}'`);
        return fn(event, ...args);
      })
      .then((v) => this._deliver(ctx, codec.encode(['r', id, v])))
      .catch((e) => {
        const err = new Error(`Error invoking remote method '${ch}': ${e}`);
        return this._deliver(ctx, codec.encode(['x', id, err])).catch(() => {});
      });
  }
  _deliver(ctx, m) {
    return this._cdp('Runtime.callFunctionOn', {
      functionDeclaration: `function(m){${this._names.deliver}(m)}`,
      executionContextId: ctx,
      arguments: [{ value: m }],
      silent: true,
    }).then(
      () => {},
      () => {},
    );
  }
  send(ch, ...args) {
    const m = codec.encode(['m', ch, args]);
    if (this._preloadContext !== undefined) void this._deliver(this._preloadContext, m);
  }
  async loadURL(url) {
    await this._attached.promise;
    const inner = new URL(toInner(url)).href; // normalised: the request is matched by its exact URL
    this._expected.add(inner);
    const done = new Promise((ok) => this.once('did-finish-load', () => ok()));
    const r = await this._cdp('Page.navigate', { url: inner });
    this._expected.delete(inner);
    if (r.errorText) {
      this.emit('did-fail-load', {}, -2, r.errorText, url, true);
      throw new Error(`${r.errorText} loading '${url}'`);
    }
    await done;
  }
  getURL() {
    return toOuter(this._frames.get(this.targetId)?.url ?? '');
  }
  get mainFrame() {
    return { url: this.getURL(), origin: new URL(this.getURL()).origin };
  }
  async reload() {
    await this._cdp('Page.reload');
  }
  setWindowOpenHandler(fn) {
    this._open = fn;
  }
  async executeJavaScript(code) {
    const r = await this._cdp('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (r.exceptionDetails) throw new Error(r.exceptionDetails.exception?.description ?? r.exceptionDetails.text);
    return r.result.value;
  }
  async insertCSS(css) {
    await this.executeJavaScript(
      `{const s=new CSSStyleSheet();s.replaceSync(${JSON.stringify(css)});document.adoptedStyleSheets.push(s)}`,
    );
    return '';
  }
  async printToPDF(o = {}) {
    const m = o.margins ?? {};
    const size = { A4: [8.27, 11.7], Letter: [8.5, 11] };
    const [w, h] =
      typeof o.pageSize === 'object' ? [o.pageSize.width, o.pageSize.height] : size[o.pageSize ?? 'Letter'];
    const r = await this._cdp('Page.printToPDF', {
      landscape: !!o.landscape,
      printBackground: !!o.printBackground,
      displayHeaderFooter: !!o.displayHeaderFooter,
      headerTemplate: o.headerTemplate,
      footerTemplate: o.footerTemplate,
      scale: o.scale ?? 1,
      paperWidth: w,
      paperHeight: h,
      marginTop: m.top ?? 0.4,
      marginBottom: m.bottom ?? 0.4,
      marginLeft: m.left ?? 0.4,
      marginRight: m.right ?? 0.4,
      pageRanges: o.pageRanges ?? '',
      preferCSSPageSize: !!o.preferCSSPageSize,
      generateTaggedPDF: o.generateTaggedPDF,
    });
    return Buffer.from(r.data, 'base64');
  }
  async capturePage() {
    const r = await this._cdp('Page.captureScreenshot', { format: 'png' });
    const png = Buffer.from(r.data, 'base64');
    return { toPNG: () => png, isEmpty: () => !png.length };
  }
  close(o) {
    void this._win._closeTarget(o?.waitForBeforeUnload);
  }
  isDestroyed() {
    return this._destroyed;
  }
  isCrashed() {
    return false;
  }
  openDevTools() {}
  closeDevTools() {}
  isDevToolsOpened() {
    return false;
  }
  setBackgroundThrottling() {}
  setZoomFactor() {}
  getZoomFactor() {
    return 1;
  }
  setVisualZoomLevelLimits() {
    return Promise.resolve();
  }
  getOSProcessId() {
    return 0;
  }
  forcefullyCrashRenderer() {
    void this._cdp('Page.crash').catch(() => {});
  }
}

export class BrowserWindow extends EventEmitter {
  static getAllWindows() {
    return [...windows];
  }
  static getFocusedWindow() {
    return [...windows].at(-1) ?? null;
  }
  static fromWebContents(wc) {
    return wc?._win ?? null;
  }
  static fromId(id) {
    return [...windows].find((w) => w.id === id) ?? null;
  }
  id = nextId++;
  webContents;
  _prefs;
  _opts;
  _windowId;
  _closed = false;
  _visible;
  constructor(o = {}) {
    super();
    if (!ready) throw new Error('Cannot create BrowserWindow before app is ready');
    this._opts = o;
    this._prefs = o.webPreferences ?? {};
    if (this._prefs.nodeIntegration || this._prefs.contextIsolation === false || this._prefs.sandbox === false)
      note('nodeIntegration / contextIsolation:false / sandbox:false are not available; the page stays isolated');
    this.webContents = new WebContents(this);
    app.emit('web-contents-created', {}, this.webContents);
    this._visible = o.show !== false;
    windows.add(this);
    this.#create().catch((e) => {
      if (!this._closed && !quitting) {
        console.error('[stand-in] window failed:', e);
      }
      this.webContents._attached.reject(e);
    });
  }
  async #create() {
    const b = browser;
    const { width = 800, height = 600 } = this._opts;
    let targetId;
    if (b.headless) {
      ({ targetId } = await b.cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height }));
    } else if (spareTarget) {
      targetId = await spareTarget;
      spareTarget = undefined;
    } else {
      const tag = randomBytes(8).toString('hex');
      const found = waitForTarget((t) => t.url.includes(tag));
      spawn(b.exe, [...b.args.filter((a) => !a.startsWith('--remote-debugging')), `--app=${BLANK}?${tag}`], {
        stdio: 'ignore',
      });
      targetId = await found;
    }
    const { sessionId } = await b.cdp.send('Target.attachToTarget', { targetId, flatten: true });
    await this.webContents._attach(targetId, sessionId);
    const r = await b.cdp.send('Browser.getWindowForTarget', { targetId });
    this._windowId = r.windowId;
    if (!b.headless)
      await b.cdp
        .send('Browser.setWindowBounds', {
          windowId: r.windowId,
          bounds: { width, height, ...(this._opts.x !== undefined ? { left: this._opts.x, top: this._opts.y } : {}) },
        })
        .catch(() => {});
  }
  loadURL(u) {
    return this.webContents.loadURL(u);
  }
  loadFile(f) {
    return this.webContents.loadURL('file://' + (f.startsWith('/') ? f : join(appRoot, f)));
  }
  show() {
    this._visible = true;
    this.emit('show');
  }
  hide() {
    this._visible = false;
    note('hide() cannot hide a window here');
  }
  focus() {
    void this.webContents._attached.promise.then(() => this.webContents._cdp('Page.bringToFront')).catch(() => {});
    this.emit('focus');
  }
  isVisible() {
    return this._visible;
  }
  isFocused() {
    return true;
  }
  isMinimized() {
    return false;
  }
  isMaximized() {
    return false;
  }
  isFullScreen() {
    return false;
  }
  isDestroyed() {
    return this._closed;
  }
  #state(windowState) {
    if (this._windowId)
      void browser.cdp
        .send('Browser.setWindowBounds', { windowId: this._windowId, bounds: { windowState } })
        .catch(() => {});
  }
  minimize() {
    this.#state('minimized');
  }
  maximize() {
    this.#state('maximized');
  }
  restore() {
    this.#state('normal');
  }
  setFullScreen(on) {
    this.#state(on ? 'fullscreen' : 'normal');
  }
  getNormalBounds() {
    return this.getBounds();
  }
  setTitleBarOverlay() {}
  getBounds() {
    return { x: 0, y: 0, width: this._opts.width ?? 800, height: this._opts.height ?? 600 };
  }
  setBounds(b) {
    if (this._windowId)
      void browser.cdp
        .send('Browser.setWindowBounds', {
          windowId: this._windowId,
          bounds: { left: b.x, top: b.y, width: b.width, height: b.height },
        })
        .catch(() => {});
  }
  setTitle() {}
  getTitle() {
    return this._opts.title ?? app.name;
  }
  setMenuBarVisibility() {}
  setMenu() {}
  removeMenu() {}
  setBackgroundColor() {}
  setDocumentEdited() {}
  setRepresentedFilename() {}
  setIcon() {}
  setMinimumSize() {}
  _mayClose() {
    let stop = false;
    this.emit('close', {
      preventDefault: () => {
        stop = true;
      },
    });
    return !stop;
  }
  close() {
    if (this._closed || !this._mayClose()) return;
    void this._closeTarget();
  }
  destroy() {
    void this._closeTarget();
  }
  async _closeTarget(_beforeUnload = false) {
    if (this._closed) return;
    await this.webContents._attached.promise.catch(() => {});
    if (this.webContents.targetId)
      await browser.cdp.send('Target.closeTarget', { targetId: this.webContents.targetId }).catch(() => {});
    this._gone();
  }
  _gone() {
    if (this._closed) return;
    this._closed = true;
    this.webContents._destroyed = true;
    windows.delete(this);
    contentsBySession.delete(this.webContents._sid);
    contentsByTarget.delete(this.webContents.targetId);
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (!windows.size && !quitting) {
      if (app.listenerCount('window-all-closed')) app.emit('window-all-closed');
      else void app.quit();
    }
  }
}
export const webContents = {
  getAllWebContents: () => [...windows].map((w) => w.webContents),
  fromId: (id) => [...windows].map((w) => w.webContents).find((c) => c.id === id),
  fromDevToolsTargetId: (t) => contentsByTarget.get(t),
};

/* ---------------------------------------------------------------- protocol, session, net */
const handlers = new Map();
export const protocol = {
  registerSchemesAsPrivileged(list) {
    if (ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const s of list) schemes.set(s.scheme, s.privileges ?? {});
  },
  handle(s, fn) {
    if (!schemes.has(s)) schemes.set(s, {});
    handlers.set(s, fn);
  },
  unhandle(s) {
    handlers.delete(s);
  },
  isProtocolHandled: (s) => handlers.has(s),
};
let onHeaders;
const DENY = [
  'geolocation',
  'midi',
  'notifications',
  'camera',
  'microphone',
  'clipboard-read',
  'idle-detection',
  'local-fonts',
  'display-capture',
  'window-management',
  'sensors',
].map((name) => ({ name }));
const defaultSession = Object.assign(new EventEmitter(), {
  protocol,
  setPermissionRequestHandler() {
    note('permission requests are all denied here; the handler is never consulted');
  },
  setPermissionCheckHandler(_fn) {},
  setDevicePermissionHandler(_fn) {},
  setDisplayMediaRequestHandler(_fn) {},
  webRequest: {
    onHeadersReceived(a, b) {
      onHeaders = b ? { urls: a.urls, fn: b } : { fn: a };
    },
    onBeforeRequest(..._a) {
      note('webRequest.onBeforeRequest is not implemented');
    },
    onBeforeSendHeaders(..._a) {
      note('webRequest.onBeforeSendHeaders is not implemented');
    },
  },
  setSpellCheckerEnabled() {},
  setSpellCheckerLanguages() {},
  setProxy: async () => {},
  clearCache: async () => {},
  flushStorageData() {},
  clearStorageData: async () => {
    for (const w of windows)
      await w.webContents._cdp('Storage.clearDataForOrigin', {
        origin: new URL(toInner(w.webContents.getURL())).origin,
        storageTypes: 'all',
      });
  },
  getUserAgent: () => '',
  setUserAgent() {},
});
export const session = {
  defaultSession,
  fromPartition() {
    throw new Error('session partitions are not supported by the stand-in');
  },
};
const MIME = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.ico': 'image/x-icon',
};
export const net = {
  async fetch(u, init) {
    const url = u instanceof Request ? u.url : String(u);
    if (!url.startsWith('file:')) return fetch(u, init);
    const f = fileURLToPath(url);
    try {
      return new Response(await readFile(f), {
        headers: { 'content-type': MIME[extname(f)] ?? 'application/octet-stream' },
      });
    } catch {
      throw new Error('net::ERR_FILE_NOT_FOUND');
    }
  },
  isOnline: () => true,
  online: true,
};
async function onRequestPaused(p) {
  const cdp = browser.cdp,
    url = p.request.url;
  const outer = toOuter(url);
  const fail = (errorReason) => cdp.send('Fetch.failRequest', { requestId: p.requestId, errorReason });
  try {
    const wc = contentsByTarget.get(p.frameId);
    if (popups.has(p.frameId)) return await fail('Aborted');
    // Page-initiated navigation of a main frame: will-navigate may veto it. (Programmatic loadURL is exempt, as in Electron.)
    if (
      p.resourceType === 'Document' &&
      wc &&
      p.frameId === wc.targetId &&
      !wc._expected.has(url) &&
      wc.getURL() !== outer
    ) {
      let stop = false;
      wc.emit(
        'will-navigate',
        {
          preventDefault: () => {
            stop = true;
          },
          url: outer,
          isMainFrame: true,
        },
        outer,
      );
      if (stop) return await fail('Aborted');
    }
    if (outer === url) {
      if (url.startsWith(BLANK))
        return await cdp.send('Fetch.fulfillRequest', {
          requestId: p.requestId,
          responseCode: 200,
          responseHeaders: [{ name: 'content-type', value: 'text/html' }],
          body: btoa(`<!doctype html><title>${app.name}</title><style>html{background:#fff}</style>`),
        });
      return await cdp.send('Fetch.continueRequest', { requestId: p.requestId });
    }
    if (outer.endsWith('/favicon.ico') && p.resourceType === 'Other')
      return await cdp.send('Fetch.fulfillRequest', { requestId: p.requestId, responseCode: 204 }); // Electron windows never ask for one
    const scheme = outer.slice(0, outer.indexOf(':'));
    const fn = handlers.get(scheme);
    if (!fn) return await fail('NameNotResolved');
    const body = p.request.hasPostData
      ? Buffer.concat((p.request.postDataEntries ?? []).map((e) => Buffer.from(e.bytes ?? '', 'base64')))
      : undefined;
    const req = new Request(outer, { method: p.request.method, headers: p.request.headers, body: body });
    const res = await fn(req);
    let headers = [...res.headers].map(([name, value]) => ({ name, value }));
    let status = res.status;
    if (
      onHeaders &&
      (!onHeaders.urls ||
        onHeaders.urls.some((g) =>
          new RegExp(
            '^' +
              g
                .replace('<all_urls>', '*')
                .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
                .replace(/\*/g, '.*') +
              '$',
          ).test(outer),
        ))
    ) {
      const given = {};
      for (const h of headers) (given[h.name] ??= []).push(h.value);
      const out = await new Promise((ok) =>
        onHeaders.fn(
          {
            id: 1,
            url: outer,
            method: req.method,
            resourceType: p.resourceType === 'Document' ? 'mainFrame' : 'other',
            responseHeaders: given,
            statusCode: status,
            webContentsId: wc?.id,
          },
          ok,
        ),
      );
      if (out?.cancel) return await fail('BlockedByClient');
      if (out?.responseHeaders)
        headers = Object.entries(out.responseHeaders).flatMap(([name, v]) =>
          [v].flat().map((value) => ({ name, value })),
        );
    }
    const bytes = Buffer.from(await res.arrayBuffer());
    await cdp.send('Fetch.fulfillRequest', {
      requestId: p.requestId,
      responseCode: status || 500,
      responseHeaders: headers,
      body: bytes.toString('base64'),
    });
  } catch (e) {
    if (!cdp.closed && !/Invalid InterceptionId|browser is gone/.test(e.message)) {
      console.error(`[stand-in] ${outer}:`, e);
      await fail('Failed').catch(() => {});
    }
  }
}

/* ---------------------------------------------------------------- the small modules */
export const safeStorage = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'basic_text', // honest: a key file next to the data, no OS keychain
  _key() {
    const f = join(app.getPath('userData'), 'standin.key');
    if (!existsSync(f)) {
      mkdirSync(app.getPath('userData'), { recursive: true });
      writeFileSync(f + '.tmp', randomBytes(32), { mode: 0o600 });
      renameSync(f + '.tmp', f);
    }
    return readFileSync(f);
  },
  encryptString(s) {
    const iv = randomBytes(12),
      c = createCipheriv('aes-256-gcm', this._key(), iv);
    const body = Buffer.concat([c.update(s, 'utf8'), c.final()]);
    return Buffer.concat([Buffer.from('s10'), iv, c.getAuthTag(), body]);
  },
  decryptString(b) {
    if (b.subarray(0, 3).toString() !== 's10')
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    const d = createDecipheriv('aes-256-gcm', this._key(), b.subarray(3, 15));
    d.setAuthTag(b.subarray(15, 31));
    return Buffer.concat([d.update(b.subarray(31)), d.final()]).toString('utf8');
  },
};
const menuChords = new Map();
const chordOf = (a) => {
  const p = a
    .toLowerCase()
    .replace(/cmdorctrl|commandorcontrol|command|control|cmd/g, 'ctrl')
    .split('+');
  const key = p.pop();
  return [p.includes('ctrl') && 'ctrl', p.includes('alt') && 'alt', p.includes('shift') && 'shift', key]
    .filter(Boolean)
    .join('+');
};
export class Menu {
  items = [];
  static _app = null;
  static buildFromTemplate(t) {
    const m = new Menu();
    m.items = t.map((i) => ({
      enabled: true,
      visible: true,
      ...i,
      submenu: i.submenu ? Menu.buildFromTemplate(Array.isArray(i.submenu) ? i.submenu : i.submenu.items) : undefined,
    }));
    return m;
  }
  static setApplicationMenu(m) {
    Menu._app = m;
    menuChords.clear();
    const walk = (x) =>
      x?.items.forEach((i) => {
        if (i.accelerator && i.click) menuChords.set(chordOf(i.accelerator), i);
        walk(i.submenu);
      });
    walk(m ?? undefined);
  }
  static getApplicationMenu() {
    return Menu._app;
  }
  getMenuItemById(id) {
    for (const i of this.items) {
      if (i.id === id) return i;
      const s = i.submenu?.getMenuItemById(id);
      if (s) return s;
    }
    return null;
  }
  append(i) {
    this.items.push(i);
  }
  popup() {
    note('Menu.popup shows nothing here');
  }
}
export class MenuItem {
  constructor(o) {
    Object.assign(this, o);
  }
}
const headlessAnswer = { response: 0, checkboxChecked: false };
export const dialog = {
  async showMessageBox(a, b) {
    const o = b ?? a;
    const win = b ? a : BrowserWindow.getFocusedWindow();
    if (browser.headless || !win) return headlessAnswer;
    const yes = await win.webContents.executeJavaScript(
      `confirm(${JSON.stringify([o.message, o.detail].filter(Boolean).join('\n\n'))})`,
    );
    return { response: yes ? (o.defaultId ?? 0) : (o.cancelId ?? 1), checkboxChecked: false };
  },
  async showSaveDialog(a, b) {
    const o = b ?? a ?? {};
    note('no native save dialog: the default path is used');
    const p = o.defaultPath ?? '';
    return { canceled: !p, filePath: p.startsWith('/') ? p : p && join(app.getPath('downloads'), p) };
  },
  async showOpenDialog() {
    note('no native open dialog: cancelled');
    return { canceled: true, filePaths: [] };
  },
  showErrorBox(t, c) {
    console.error(`${t}\n${c}`);
  },
};
export const shell = {
  openExternal: async (u) => {
    note(`openExternal(${u}) is only logged here`);
  },
  openPath: async () => '',
  showItemInFolder() {},
  trashItem: async (p) => {
    rmSync(p, { recursive: true });
  },
  beep() {},
};
class UtilityProcess extends EventEmitter {
  #c;
  pid;
  stdout;
  stderr;
  constructor(file, args = [], o = {}) {
    super();
    this.#c = fork(file, args, {
      env: o.env,
      cwd: o.cwd,
      stdio: ['ignore', o.stdio === 'pipe' ? 'pipe' : 'inherit', o.stdio === 'pipe' ? 'pipe' : 'inherit', 'ipc'],
      serialization: 'advanced',
      execPath: process.execPath,
      execArgv: ['--import', new URL('./utility.mjs', import.meta.url).href, ...(o.execArgv ?? [])],
    });
    this.pid = this.#c.pid;
    this.stdout = this.#c.stdout;
    this.stderr = this.#c.stderr;
    this.#c.on('spawn', () => this.emit('spawn'));
    this.#c.on('exit', (c) => {
      this.pid = undefined;
      this.emit('exit', c ?? -1);
    });
    this.#c.on('message', (m) => this.emit('message', m));
  }
  postMessage(m) {
    this.#c.send(m);
  }
  kill() {
    return this.#c.kill();
  }
}
export const utilityProcess = { fork: (f, a, o) => new UtilityProcess(f, a, o) };
export const powerMonitor = Object.assign(new EventEmitter(), {
  isOnBatteryPower: () => false,
  getSystemIdleTime: () => 0,
  getSystemIdleState: () => 'active',
});
export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: false,
  _src: 'system',
  get themeSource() {
    return this._src;
  },
  set themeSource(v) {
    this._src = v;
    this.shouldUseDarkColors = v === 'dark';
    for (const w of windows)
      void w.webContents
        ._cdp('Emulation.setEmulatedMedia', {
          features: [{ name: 'prefers-color-scheme', value: v === 'system' ? '' : v }],
        })
        .catch(() => {});
    nativeTheme.emit('updated');
  },
});
export const clipboard = { readText: () => '', writeText: () => note('clipboard.writeText does nothing here') };
export const screen = {
  getPrimaryDisplay: () => ({
    workAreaSize: { width: 1280, height: 800 },
    workArea: { x: 0, y: 0, width: 1280, height: 800 },
    scaleFactor: 1,
  }),
  getAllDisplays: () => [screen.getPrimaryDisplay()],
  getDisplayMatching: () => screen.getPrimaryDisplay(),
};
export const crashReporter = { start() {} };
export const nativeImage = { createFromPath: () => ({}), createEmpty: () => ({}) };
export const autoUpdater = Object.assign(new EventEmitter(), {
  setFeedURL() {},
  checkForUpdates() {
    note('autoUpdater does nothing here');
  },
});

/* ---------------------------------------------------------------- start-up */
const BLANK = 'https://window.app-standin.invalid/';
let spareTarget;
function waitForTarget(match) {
  return new Promise((ok) => {
    const on = ({ targetInfo: t }) => {
      if (t.type === 'page' && match(t)) {
        browser.cdp.off('Target.targetCreated', on);
        browser.cdp.off('Target.targetInfoChanged', on);
        ok(t.targetId);
      }
    };
    browser.cdp.on('Target.targetCreated', on);
    browser.cdp.on('Target.targetInfoChanged', on);
  });
}
export const __host = {
  isStandIn: true,
  setAppInfo(dir, pkg) {
    appRoot = dir;
    appPkg = pkg;
    app.name = pkg.productName ?? pkg.name ?? 'app';
  },
  configure(a, root) {
    argv = a;
    appRoot = root;
    for (const x of a) {
      const m = /^--([^=]+)=?(.*)$/.exec(x);
      if (m && m[1] === 'user-data-dir') app.setPath('userData', m[2]);
    }
  },
  get browser() {
    return browser;
  },
  async start() {
    if (quitting) return;
    mark('main loaded');
    const headless =
      process.env.STANDIN_HEADLESS === '1' ||
      (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY);
    const portArg = argv.find((x) => x.startsWith('--remote-debugging-port='))?.split('=')[1];
    browser = startChromium({
      userDataDir: join(app.getPath('sessionData'), 'chromium'),
      headless,
      debugPort: portArg,
      switches,
      firstUrl: BLANK,
    });
    const { cdp, child } = browser;
    cdp.on('Fetch.requestPaused', (p) => void onRequestPaused(p));
    cdp.on('Target.targetDestroyed', ({ targetId }) => contentsByTarget.get(targetId)?._win._gone());
    cdp.on('Runtime.bindingCalled', (p, sid) => {
      const wc = contentsBySession.get(sid);
      if (wc && p.name === wc._names.binding) wc._onBinding(p.executionContextId, p.payload);
    });
    cdp.on('Runtime.executionContextCreated', ({ context: c }, sid) => {
      const wc = contentsBySession.get(sid);
      if (!wc) return;
      wc._contexts.set(c.id, c.auxData?.frameId);
      if (c.name.startsWith('Electron Isolated') && c.auxData?.frameId === wc.targetId) wc._preloadContext = c.id;
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId: id }, sid) => {
      const wc = contentsBySession.get(sid);
      if (!wc) return;
      wc._contexts.delete(id);
      if (wc._preloadContext === id) wc._preloadContext = undefined;
    });
    cdp.on('Runtime.executionContextsCleared', (_p, sid) => {
      const wc = contentsBySession.get(sid);
      wc?._contexts.clear();
      if (wc) wc._preloadContext = undefined;
    });
    cdp.on('Page.frameNavigated', ({ frame: f }, sid) => {
      const wc = contentsBySession.get(sid);
      wc?._frames.set(f.id, { id: f.id, url: f.url + (f.urlFragment ?? ''), parent: f.parentId });
      if (!f.parentId) wc?.emit('did-navigate', {}, toOuter(f.url));
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }, sid) => {
      const wc = contentsBySession.get(sid);
      const frame = wc?._frames.get(frameId);
      if (!wc || !frame) return;
      frame.url = url;
      wc.emit('did-navigate-in-page', {}, toOuter(url), frameId === wc.targetId);
    });
    cdp.on('Page.domContentEventFired', (_p, sid) => contentsBySession.get(sid)?.emit('dom-ready'));
    cdp.on('Page.lifecycleEvent', (p, sid) => {
      const wc = contentsBySession.get(sid);
      if (!wc || p.frameId !== wc.targetId) return;
      if (p.name === 'firstContentfulPaint' && wc.getURL() !== BLANK) mark('first contentful paint');
      if (p.name === 'firstPaint' || p.name === 'load') {
        if (p.name === 'load' && wc.getURL() !== BLANK && wc.getURL() !== 'about:blank') {
          wc.emit('did-finish-load');
          wc._win.emit('ready-to-show');
        }
      }
    });
    cdp.on('Inspector.targetCrashed', (_p, sid) =>
      contentsBySession.get(sid)?.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }),
    );
    // window.open / target=_blank: report to setWindowOpenHandler, then close the new target; its document request is refused as well.
    cdp.on('Page.windowOpen', (p, sid) => {
      const d = contentsBySession.get(sid)?._open({
        url: toOuter(p.url),
        frameName: p.windowName,
        features: (p.windowFeatures ?? []).join(','),
        disposition: 'new-window',
        referrer: { url: '', policy: 'default' },
      });
      if (d?.action === 'allow') note('setWindowOpenHandler: "allow" is not implemented; the window is closed');
    });
    cdp.on('Target.targetCreated', ({ targetInfo: t }) => {
      if (t.type === 'page' && t.openerId && contentsByTarget.has(t.openerId)) {
        popups.add(t.targetId);
        void cdp.send('Target.closeTarget', { targetId: t.targetId }).catch(() => {});
      }
    });
    child.once('exit', () => {
      if (!quitting) {
        for (const w of Array.from(windows)) w._gone();
        if (!quitting) void app.exit(0);
      }
    });
    for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => void app.quit());
    if (!headless) spareTarget = waitForTarget((t) => t.url.startsWith(BLANK));
    await Promise.all([
      cdp.send('Fetch.enable', {
        patterns: [{ urlPattern: `https://*${HOST_SUFFIX}/*` }, { urlPattern: '*', resourceType: 'Document' }],
      }),
      cdp.send('Target.setDiscoverTargets', { discover: true }),
      cdp.send('Browser.setDownloadBehavior', { behavior: 'deny' }).catch(() => {}),
    ]);
    await Promise.all(
      DENY.map((permission) => cdp.send('Browser.setPermission', { permission, setting: 'denied' }).catch(() => {})),
    );
    mark('chromium ready');
    app._ready();
  },
};
export default {
  app,
  BrowserWindow,
  webContents,
  ipcMain,
  protocol,
  session,
  net,
  safeStorage,
  Menu,
  MenuItem,
  dialog,
  shell,
  utilityProcess,
  powerMonitor,
  nativeTheme,
  clipboard,
  screen,
  crashReporter,
  nativeImage,
  autoUpdater,
};
