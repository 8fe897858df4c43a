import { NotHere } from '../strict.ts';

export interface WebPreferences {
  readonly preload?: string;
  readonly additionalArguments?: readonly string[];
  readonly zoomFactor?: number;
}

/** What of BrowserWindow's options the stand-in acts on. */
export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly x?: number;
  readonly y?: number;
  readonly minWidth?: number;
  readonly minHeight?: number;
  readonly show?: boolean;
  readonly title?: string;
  readonly backgroundColor?: string;
  readonly fullscreen?: boolean;
  readonly webPreferences?: WebPreferences;
}

const ACTED_ON = [
  'width',
  'height',
  'x',
  'y',
  'minWidth',
  'minHeight',
  'show',
  'title',
  'backgroundColor',
  'fullscreen',
];

/** Looks and behaviour of a native frame, of which Chromium's own window has none to change: accepted, without effect. */
const WITHOUT_EFFECT = [
  'acceptFirstMouse',
  'alwaysOnTop',
  'autoHideMenuBar',
  'center',
  'closable',
  'darkTheme',
  'enableLargerThanScreen',
  'focusable',
  'frame',
  'fullscreenable',
  'hasShadow',
  'icon',
  'maxHeight',
  'maximizable',
  'maxWidth',
  'minimizable',
  'movable',
  'paintWhenInitiallyHidden',
  'resizable',
  'roundedCorners',
  'skipTaskbar',
  'tabbingIdentifier',
  'thickFrame',
  'titleBarOverlay',
  'titleBarStyle',
  'trafficLightPosition',
  'useContentSize',
  'vibrancy',
];

/** Options of a page that Chromium has anyway: a value that asks for anything else is refused. */
const ONLY: Readonly<Record<string, unknown>> = {
  allowRunningInsecureContent: false,
  contextIsolation: true,
  experimentalFeatures: false,
  javascript: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  sandbox: true,
  webSecurity: true,
  webviewTag: false,
};

const PREFERENCES = ['preload', 'additionalArguments', 'zoomFactor'];
const PREFERENCES_WITHOUT_EFFECT = [
  'autoplayPolicy',
  'backgroundThrottling',
  'defaultEncoding',
  'defaultFontFamily',
  'defaultFontSize',
  'devTools',
  'disableBlinkFeatures',
  'disableDialogs',
  'enablePreferredSizeMode',
  'enableWebSQL',
  'images',
  'minimumFontSize',
  'navigateOnDragDrop',
  'safeDialogs',
  'spellcheck',
  'textAreasAreResizable',
  'v8CacheOptions',
  'webgl',
];

/** @throws NotHere for an option that would have an effect on Electron and has none here. */
export function checkOptions(options: Readonly<Record<string, unknown>>): WindowOptions {
  const { webPreferences = {}, ...window } = options;
  for (const [name, value] of Object.entries(window))
    if (value !== undefined && ![...ACTED_ON, ...WITHOUT_EFFECT].includes(name))
      throw new NotHere(`BrowserWindow option '${name}'`);
  for (const [name, value] of Object.entries(Object(webPreferences))) {
    if (value === undefined || [...PREFERENCES, ...PREFERENCES_WITHOUT_EFFECT].includes(name)) continue;
    if (!(name in ONLY) || ONLY[name] !== value) throw new NotHere(`webPreferences ${name}: ${JSON.stringify(value)}`);
  }
  return options;
}
