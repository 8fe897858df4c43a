import * as z from 'zod';

/** The part of Chromium's DevTools protocol that the stand-in speaks: every answer and event is parsed before it is used. */

const Nothing = z.object({});

export const WindowState = z.enum(['normal', 'minimized', 'maximized', 'fullscreen']);
export type WindowState = z.output<typeof WindowState>;

/** Device independent pixels, as the window manager sees the window. */
export const WindowBounds = z.object({
  left: z.number().default(0),
  top: z.number().default(0),
  width: z.number().default(0),
  height: z.number().default(0),
  windowState: WindowState.default('normal'),
});
export type WindowBounds = z.output<typeof WindowBounds>;

export const Frame = z.object({
  id: z.string(),
  parentId: z.string().optional(),
  loaderId: z.string().default(''),
  url: z.string(),
  urlFragment: z.string().default(''),
  name: z.string().default(''),
});
export type Frame = z.output<typeof Frame>;

const Exception = z.object({
  text: z.string(),
  exception: z.object({ description: z.string().optional() }).optional(),
});
const Evaluation = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: Exception.optional(),
});
const Picture = z.object({ data: z.string() });
const HistoryEntry = z.object({ id: z.number(), url: z.string(), title: z.string() });

/** What each command answers. */
export const commands = {
  'Browser.close': Nothing,
  'Browser.getVersion': z.object({ product: z.string() }),
  'Browser.getWindowBounds': z.object({ bounds: WindowBounds }),
  'Browser.getWindowForTarget': z.object({ windowId: z.number(), bounds: WindowBounds }),
  'Browser.setContentsSize': Nothing,
  'Browser.setDownloadBehavior': Nothing,
  'Browser.setPermission': Nothing,
  'Browser.setWindowBounds': Nothing,
  'Emulation.clearDeviceMetricsOverride': Nothing,
  'Emulation.setDeviceMetricsOverride': Nothing,
  'Emulation.setEmulatedMedia': Nothing,
  'Emulation.setFocusEmulationEnabled': Nothing,
  'Fetch.continueRequest': Nothing,
  'Fetch.enable': Nothing,
  'Fetch.failRequest': Nothing,
  'Fetch.fulfillRequest': Nothing,
  'Input.dispatchKeyEvent': Nothing,
  'Input.dispatchMouseEvent': Nothing,
  'Inspector.enable': Nothing,
  'Page.addScriptToEvaluateOnNewDocument': Nothing,
  'Page.bringToFront': Nothing,
  'Page.captureScreenshot': Picture,
  'Page.close': Nothing,
  'Page.crash': Nothing,
  'Page.enable': Nothing,
  'Page.getFrameTree': z.object({ frameTree: z.object({ frame: Frame }) }),
  'Page.getLayoutMetrics': z.object({
    cssLayoutViewport: z.object({ clientWidth: z.number(), clientHeight: z.number() }),
  }),
  'Page.getNavigationHistory': z.object({ currentIndex: z.number(), entries: z.array(HistoryEntry) }),
  'Page.handleJavaScriptDialog': Nothing,
  'Page.navigate': z.object({ loaderId: z.string().optional(), errorText: z.string().optional() }),
  'Page.printToPDF': Picture,
  'Page.reload': Nothing,
  'Page.resetNavigationHistory': Nothing,
  'Page.setLifecycleEventsEnabled': Nothing,
  'Page.stopLoading': Nothing,
  'Runtime.addBinding': Nothing,
  'Runtime.callFunctionOn': Evaluation,
  'Runtime.enable': Nothing,
  'Runtime.evaluate': Evaluation,
  'Runtime.runIfWaitingForDebugger': Nothing,
  'Target.attachToTarget': z.object({ sessionId: z.string() }),
  'Target.closeTarget': Nothing,
  'Target.createTarget': z.object({ targetId: z.string() }),
  'Target.getDevToolsTarget': z.object({ targetId: z.string().optional() }),
  'Target.openDevTools': Nothing,
  'Target.setDiscoverTargets': Nothing,
  'Tracing.end': Nothing,
  'Tracing.start': Nothing,
} as const satisfies Record<string, z.ZodType>;

export type CommandName = keyof typeof commands;
export type Answer<N extends CommandName> = z.output<(typeof commands)[N]>;

const TargetInfo = z.object({
  targetId: z.string(),
  type: z.string(),
  url: z.string(),
  openerId: z.string().optional(),
});
export type TargetInfo = z.output<typeof TargetInfo>;

const RequestPaused = z.object({
  requestId: z.string(),
  frameId: z.string(),
  resourceType: z.string(),
  redirectedRequestId: z.string().optional(),
  request: z.object({
    url: z.string(),
    method: z.string(),
    headers: z.record(z.string(), z.string()),
    hasPostData: z.boolean().default(false),
    postDataEntries: z.array(z.object({ bytes: z.string().default('') })).default([]),
  }),
});
export type RequestPaused = z.output<typeof RequestPaused>;

const ExecutionContext = z.object({
  id: z.number(),
  name: z.string(),
  auxData: z.object({ frameId: z.string().default('') }).default({ frameId: '' }),
});

/** What nobody in the page caught. Chromium writes it on the console as an error. */
const Thrown = z.object({
  exceptionDetails: z.object({
    text: z.string(),
    url: z.string().default(''),
    lineNumber: z.number(),
    exception: z.object({ description: z.string().optional() }).optional(),
  }),
});

const ConsoleCall = z.object({
  type: z.string(),
  args: z.array(z.object({ value: z.unknown().optional(), description: z.string().optional() })),
  stackTrace: z
    .object({ callFrames: z.array(z.object({ url: z.string(), lineNumber: z.number() })) })
    .default({ callFrames: [] }),
});

/** What each event carries. Events that are not listed are not listened to. */
export const events = {
  'Browser.downloadWillBegin': z.object({ url: z.string(), suggestedFilename: z.string(), frameId: z.string() }),
  'Fetch.requestPaused': RequestPaused,
  'Inspector.targetCrashed': Nothing,
  'Page.domContentEventFired': Nothing,
  'Page.frameAttached': z.object({ frameId: z.string() }),
  'Page.frameDetached': z.object({ frameId: z.string() }),
  'Page.frameNavigated': z.object({ frame: Frame }),
  'Page.frameStartedLoading': z.object({ frameId: z.string() }),
  'Page.javascriptDialogOpening': z.object({ type: z.string(), message: z.string() }),
  'Page.lifecycleEvent': z.object({ frameId: z.string(), loaderId: z.string(), name: z.string() }),
  'Page.navigatedWithinDocument': z.object({ frameId: z.string(), url: z.string() }),
  'Page.windowOpen': z.object({
    url: z.string(),
    windowName: z.string(),
    windowFeatures: z.array(z.string()),
    userGesture: z.boolean(),
  }),
  'Runtime.bindingCalled': z.object({ name: z.string(), payload: z.string(), executionContextId: z.number() }),
  'Runtime.consoleAPICalled': ConsoleCall,
  'Runtime.exceptionThrown': Thrown,
  'Runtime.executionContextCreated': z.object({ context: ExecutionContext }),
  'Runtime.executionContextDestroyed': z.object({ executionContextId: z.number() }),
  'Runtime.executionContextsCleared': Nothing,
  'Target.targetCrashed': z.object({ targetId: z.string(), status: z.string(), errorCode: z.number() }),
  'Target.targetCreated': z.object({ targetInfo: TargetInfo }),
  'Target.targetDestroyed': z.object({ targetId: z.string() }),
  'Target.targetInfoChanged': z.object({ targetInfo: TargetInfo.extend({ title: z.string().default('') }) }),
  'Tracing.dataCollected': z.object({ value: z.array(z.looseObject({ name: z.string().optional() })) }),
  'Tracing.tracingComplete': Nothing,
} as const satisfies Record<string, z.ZodType>;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;
export type EventMap = { [N in EventName]: [payload: EventPayload<N>] };

/** Anything that comes out of the pipe: an answer has an id, an event a method. */
export const Incoming = z.union([
  z.object({ id: z.number(), result: z.unknown().optional(), error: z.object({ message: z.string() }).optional() }),
  z.object({ method: z.string(), params: z.unknown().optional(), sessionId: z.string().optional() }),
]);
export type Incoming = z.output<typeof Incoming>;
