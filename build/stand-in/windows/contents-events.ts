import { setTimeout as pause } from 'node:timers/promises';
import { BLANK_PAGE } from '../chromium/browser.ts';
import { ifThere } from '../chromium/connection.ts';
import type { Page, Sender } from '../chromium/page.ts';
import { vetoable } from '../strict.ts';
import type { FromPage } from '../wire.ts';
import { deliverIpc, replyTo } from './ipc-delivery.ts';
import type { Navigation } from './navigation.ts';
import { rendererProcessId } from './renderer-process.ts';
import type { ContentsHost, ContentsState, WebContents } from './web-contents.ts';

/** What a WebContents of the stand-in sends. */
export const CONTENTS_EVENTS = [
  'console-message',
  'context-menu',
  'destroyed',
  'did-fail-load',
  'did-finish-load',
  'did-navigate',
  'did-navigate-in-page',
  'did-start-loading',
  'did-stop-loading',
  'dom-ready',
  'page-title-updated',
  'preload-error',
  'render-process-gone',
  'will-frame-navigate',
  'will-navigate',
  'will-prevent-unload',
  'will-redirect',
  // These cannot happen here: there are no webview tags, no network log-ins, no devices. Guards on them are satisfied.
  'certificate-error',
  'did-attach-webview',
  'login',
  'responsive',
  'select-bluetooth-device',
  'unresponsive',
  'will-attach-webview',
];

const PROCESS_ID_AFTER_MS = 300;
const LEVELS: Readonly<Record<string, string>> = { error: 'error', warning: 'warning', debug: 'debug' };

export interface RelayParts {
  readonly host: ContentsHost;
  readonly navigation: Navigation;
  refuseWindow(wish: object): void;
  personCloses(): void;
}

/** Tells a page's events in Electron's words and keeps the state that Electron's getters answer from. */
export function relayPageEvents(page: Page, contents: WebContents, state: ContentsState, parts: RelayParts): void {
  const { host, navigation } = parts;
  const { events } = page;
  const url = (): string => host.urls.toOuter(page.url);
  const isOurs = (): boolean => !page.url.startsWith(BLANK_PAGE);
  let shownLoader: string | undefined;
  let leaving = { held: false };

  function receive(message: FromPage, sender: Sender): void {
    switch (message.kind) {
      case 'invoke':
      case 'send': {
        const event = vetoable({
          type: 'frame',
          sender: contents,
          senderFrame: contents.mainFrame,
          frameId: 1,
          processId: state.processId,
          ports: [],
          reply: (channel: string, ...args: unknown[]) => contents.send(channel, ...args),
        });
        void deliverIpc(message, event, [contents.ipc, host.ipcMain], replyTo(page, sender));
        return;
      }
      case 'ask':
        void host
          .permit(contents, message.question)
          .then((granted) => page.answer(sender, { kind: 'decision', id: message.id, granted }));
        return;
      case 'preload-error': {
        const error = Object.assign(new Error(message.message), { stack: message.stack });
        if (!contents.emit('preload-error', {}, 'preload', error)) console.error('[stand-in] preload script:', error);
        return;
      }
      case 'context-menu':
        contents.emit('context-menu', vetoable({}), {
          ...message.place,
          misspelledWord: '',
          dictionarySuggestions: [],
        });
        return;
      case 'leaving':
        leaving = message;
        return;
      case 'answered':
      case 'blurred':
      case 'browse':
      case 'chord':
      case 'focused':
      case 'menu-closed':
      case 'picked':
      case 'resized':
        return; // the window's own
      default:
        message satisfies never;
    }
  }

  async function learnProcess(): Promise<void> {
    await pause(PROCESS_ID_AFTER_MS, undefined, { ref: false });
    state.processId = (await ifThere(rendererProcessId(page))) ?? 0;
  }

  /** A page's box: its own beforeunload, or an alert that only a person or a test can answer. */
  function answerBox(type: string): void {
    // Somebody else may have answered it: a person, or a test.
    const settle = (accept: boolean): void => void ifThere(page.send('Page.handleJavaScriptDialog', { accept }));
    if (type !== 'beforeunload') {
      if (!host.isTested && host.isHeadless) settle(type === 'alert');
      return;
    }
    if (leaving.held) {
      settle(false);
      parts.personCloses();
      return;
    }
    const event = vetoable({});
    contents.emit('will-prevent-unload', event);
    if (!event.defaultPrevented) navigation.abandon(`ERR_ABORTED (-3) loading '${url()}'`);
    settle(event.defaultPrevented);
  }

  events.on('message', receive);
  events.on('asks', ({ type }) => answerBox(type));
  events.on('opens', (wish) => parts.refuseWindow({ ...wish, url: host.urls.toOuter(wish.url) }));
  events.on('started', () => {
    state.isLoading = true;
    if (isOurs()) contents.emit('did-start-loading');
  });
  events.on('navigated', (loaderId) => {
    state.isCrashed = false;
    if (!isOurs()) return;
    shownLoader = loaderId;
    navigation.arrived();
    contents.emit('did-navigate', {}, url(), 200, 'OK');
  });
  events.on('navigated-within', () => contents.emit('did-navigate-in-page', {}, url(), true));
  events.on('dom-ready', () => isOurs() && contents.emit('dom-ready', {}));
  events.on('loaded', (loaderId) => {
    if (loaderId !== shownLoader) return; // the page before it, or the empty one a window begins with
    state.isLoading = false;
    navigation.loaded();
    contents.emit('did-finish-load');
    contents.emit('did-stop-loading');
    void learnProcess();
  });
  events.on('titled', (title) => {
    if (!isOurs() || title === state.title) return;
    state.title = title;
    contents.emit('page-title-updated', vetoable({}), title, true);
  });
  events.on('console', ({ level, text, source, line }) => {
    const details = { level: LEVELS[level] ?? 'info', message: text, lineNumber: line, frame: contents.mainFrame };
    contents.emit('console-message', vetoable({ ...details, sourceId: host.urls.toOuter(source) }));
  });
  events.on('crashed', (details) => {
    state.isCrashed = true;
    state.processId = 0;
    state.isLoading = false;
    navigation.abandon('ERR_FAILED (-2): the page crashed while loading');
    contents.emit('render-process-gone', {}, details);
  });
  events.on('gone', () => {
    state.isDestroyed = true;
    navigation.abandon('ERR_FAILED (-2): the window was closed while loading');
    contents.emit('destroyed');
  });
}
