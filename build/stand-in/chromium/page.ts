import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { makeCodec, makeNodeBase64 } from '../injected/codec.ts';
import { pageScripts } from '../injected/page-scripts.ts';
import type { SecretNames } from '../injected/page-scripts.ts';
import type { PreloadFacts } from '../injected/preload-world.ts';
import { FromPage } from '../wire.ts';
import type { ToPage } from '../wire.ts';
import { ifThere } from './connection.ts';
import type { Connection, Session } from './connection.ts';
import type { Frame } from './protocol.ts';

const WORLD = 'Electron Isolated Context (stand-in)';

export interface PageEvents {
  readonly message: [message: FromPage, sender: Sender];
  /** A new document's isolated world is ready to be told things. */
  readonly world: [];
  readonly started: [];
  /** A new document; its loader's id tells its later events from those of the document before. */
  readonly navigated: [loaderId: string];
  readonly 'navigated-within': [];
  readonly 'dom-ready': [];
  readonly painted: [];
  readonly loaded: [loaderId: string];
  readonly titled: [title: string];
  readonly crashed: [
    end: { readonly reason: 'crashed' | 'killed' | 'oom' | 'abnormal-exit'; readonly exitCode: number },
  ];
  readonly opens: [wish: { readonly url: string; readonly frameName: string; readonly features: string }];
  readonly asks: [question: { readonly type: string; readonly message: string }];
  readonly console: [
    line: { readonly level: string; readonly text: string; readonly source: string; readonly line: number },
  ];
  readonly gone: [];
}

/** Which document a message came from, so that the answer goes back to it and to nobody else. */
export interface Sender {
  readonly contextId: number;
  readonly frameId: string;
}

export interface PageOptions {
  readonly facts: PreloadFacts;
  /** The preload script's text; empty when there is none. */
  readonly preload: string;
}

const codec = makeCodec(makeNodeBase64());

/** One page of Chromium's with our scripts in it: the mechanics below WebContents, with nothing of Electron's names. */
export class Page {
  readonly targetId: string;
  readonly events = new EventEmitter<{ -readonly [K in keyof PageEvents]: PageEvents[K] }>();
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #sessionId: string;
  readonly #names: SecretNames;
  readonly #frames = new Map<string, Frame>();
  readonly #contextFrames = new Map<number, string>();
  readonly #onLeaving = new DisposableStack();
  #preloadContext: number | undefined;
  #isGone = false;

  private constructor(connection: Connection, sessionId: string, targetId: string, names: SecretNames) {
    this.#connection = connection;
    this.#session = connection.session(sessionId);
    this.#sessionId = sessionId;
    this.targetId = targetId;
    this.#names = names;
  }

  static async attach(connection: Connection, targetId: string, options: PageOptions): Promise<Page> {
    const { sessionId } = await connection.root.send('Target.attachToTarget', { targetId, flatten: true });
    const name = (): string => `_${randomBytes(8).toString('hex')}`;
    const names = { binding: name(), deliver: name(), bridge: name() };
    const page = new Page(connection, sessionId, targetId, names);
    page.#listen();
    const scripts = pageScripts(names, options.facts, options.preload);
    const add = 'Page.addScriptToEvaluateOnNewDocument';
    await Promise.all([
      page.send('Page.enable'),
      page.send('Runtime.enable'),
      page.send('Inspector.enable'),
      page.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      page.send('Runtime.addBinding', { name: names.binding, executionContextName: WORLD }),
      page.send(add, { source: scripts.page }),
      page.send(add, { source: scripts.isolated, worldName: WORLD }),
      page.send('Runtime.runIfWaitingForDebugger'),
    ]);
    const { frameTree } = await page.send('Page.getFrameTree');
    page.#frames.set(frameTree.frame.id, frameTree.frame);
    return page;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** The main frame's URL with its fragment, as Chromium knows it. */
  get url(): string {
    return this.urlOf(this.targetId) ?? '';
  }

  /** A main frame's id is its target's id. */
  isMainFrame(frameId: string): boolean {
    return frameId === this.targetId;
  }

  hasFrame(frameId: string): boolean {
    return this.#frames.has(frameId);
  }

  urlOf(frameId: string): string | undefined {
    const frame = this.#frames.get(frameId);
    return frame === undefined ? undefined : frame.url + frame.urlFragment;
  }

  send: Session['send'] = (method, params) => this.#session.send(method, params);

  once: Session['once'] = (event) => this.#session.once(event);

  on: Session['on'] = (event, listener) => this.#session.on(event, listener);

  /** Tells the isolated world of the present document; a document that is going away hears nothing. */
  tell(message: ToPage): void {
    if (this.#preloadContext !== undefined) this.#deliver(this.#preloadContext, message);
  }

  /** @throws DataCloneError when the message cannot be carried. */
  answer(sender: Sender, message: ToPage): void {
    if (this.#contextFrames.has(sender.contextId)) this.#deliver(sender.contextId, message);
  }

  /**
   * Runs code in the page's own world and answers what it came to, promises awaited.
   * @throws Error with the page's words when the code throws or its promise rejects.
   */
  async evaluate(expression: string, { isolated = false, userGesture = false } = {}): Promise<unknown> {
    const where = isolated && this.#preloadContext !== undefined ? { contextId: this.#preloadContext } : {};
    const options = { expression, awaitPromise: true, returnByValue: true, userGesture, ...where };
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', options);
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async openDevTools(): Promise<void> {
    await this.#connection.root.send('Target.openDevTools', { targetId: this.targetId });
  }

  /** False when they were not open. */
  async closeDevTools(): Promise<boolean> {
    const { root } = this.#connection;
    const { targetId } = await root.send('Target.getDevToolsTarget', { targetId: this.targetId });
    if (targetId !== undefined) await root.send('Target.closeTarget', { targetId });
    return targetId !== undefined;
  }

  /** Ends the page without asking it. */
  async close(): Promise<void> {
    await ifThere(this.#connection.root.send('Target.closeTarget', { targetId: this.targetId }));
    this.leave();
  }

  /** The page is no more, whoever ended it. */
  leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#connection.forget(this.#sessionId);
    this.#onLeaving.dispose();
    this.events.emit('gone');
  }

  #deliver(contextId: number, message: ToPage): void {
    const sent = this.send('Runtime.callFunctionOn', {
      functionDeclaration: `function (text) { ${this.#names.deliver}(text); }`,
      executionContextId: contextId,
      arguments: [{ value: codec.encode(message) }],
      silent: true,
    });
    void ifThere(sent); // when the document has gone away meanwhile the message is lost with it, as in Electron
  }

  #adopt(contextId: number): void {
    this.#preloadContext = contextId;
    this.events.emit('world');
  }

  #receive(payload: string, contextId: number): void {
    const frameId = this.#contextFrames.get(contextId);
    const message = FromPage.safeParse(codec.decode(payload));
    if (frameId === undefined || !message.success) return;
    this.events.emit('message', message.data, { contextId, frameId });
  }

  /** What only the browser as a whole tells about its pages. */
  #listenToBrowser(): void {
    const { root } = this.#connection;
    const about = (targetId: string, act: () => void): void => {
      if (targetId === this.targetId) act();
    };
    const reasons = { crashed: 'crashed', killed: 'killed', oom: 'oom' } as const;
    const reasonOf = (status: string): 'crashed' | 'killed' | 'oom' | 'abnormal-exit' =>
      Object.entries(reasons).find(([known]) => known === status)?.[1] ?? 'abnormal-exit';
    this.#onLeaving.defer(
      root.on('Target.targetCrashed', ({ targetId, status, errorCode }) =>
        about(targetId, () => {
          this.#contextFrames.clear();
          this.#preloadContext = undefined;
          this.events.emit('crashed', { reason: reasonOf(status), exitCode: errorCode });
        }),
      ),
    );
    this.#onLeaving.defer(
      root.on('Target.targetInfoChanged', ({ targetInfo }) =>
        about(targetInfo.targetId, () => this.events.emit('titled', targetInfo.title)),
      ),
    );
    this.#onLeaving.defer(root.on('Target.targetDestroyed', ({ targetId }) => about(targetId, () => this.leave())));
  }

  #listen(): void {
    this.#listenToBrowser();
    const { events, on } = this;
    const main = (frameId: string, act: () => void): void => {
      if (this.isMainFrame(frameId)) act();
    };
    on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === this.#names.binding) this.#receive(payload, executionContextId);
    });
    on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData;
      this.#contextFrames.set(context.id, frameId);
      if (context.name === WORLD) main(frameId, () => this.#adopt(context.id));
    });
    on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#contextFrames.delete(executionContextId);
      if (this.#preloadContext === executionContextId) this.#preloadContext = undefined;
    });
    on('Runtime.executionContextsCleared', () => {
      this.#contextFrames.clear();
      this.#preloadContext = undefined;
    });
    on('Page.frameStartedLoading', ({ frameId }) => main(frameId, () => events.emit('started')));
    on(
      'Page.frameAttached',
      ({ frameId }) =>
        void this.#frames.set(frameId, { id: frameId, loaderId: '', url: '', urlFragment: '', name: '' }),
    );
    on('Page.frameNavigated', ({ frame }) => {
      this.#frames.set(frame.id, frame);
      main(frame.id, () => events.emit('navigated', frame.loaderId));
    });
    on('Page.frameDetached', ({ frameId }) => void this.#frames.delete(frameId));
    on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#frames.get(frameId);
      if (frame !== undefined) this.#frames.set(frameId, { ...frame, url, urlFragment: '' });
      main(frameId, () => events.emit('navigated-within'));
    });
    on('Page.domContentEventFired', () => events.emit('dom-ready'));
    on('Page.lifecycleEvent', ({ frameId, loaderId, name }) => {
      if (name === 'firstPaint') main(frameId, () => events.emit('painted'));
      if (name === 'load') main(frameId, () => events.emit('loaded', loaderId));
    });
    on('Page.javascriptDialogOpening', (question) => events.emit('asks', question));
    on('Page.windowOpen', ({ url, windowName, windowFeatures }) =>
      events.emit('opens', { url, frameName: windowName, features: windowFeatures.join(',') }),
    );
    on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
      const text = args.map(({ value, description }) => description ?? String(value)).join(' ');
      const [place] = stackTrace.callFrames;
      events.emit('console', { level: type, text, source: place?.url ?? '', line: place?.lineNumber ?? 0 });
    });
    on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception, url, lineNumber } }) => {
      const message = `${text} ${exception?.description ?? ''}`.trimEnd();
      events.emit('console', { level: 'error', text: message, source: url, line: lineNumber });
    });
  }
}
