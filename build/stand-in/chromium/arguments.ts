/** Chromium's command line for the stand-in, decided from plain facts. */

export interface ChromiumChoice {
  readonly userDataFolder: string;
  readonly headless: boolean;
  /** Chromium refuses its own sandbox to root. */
  readonly isRoot: boolean;
  /** Playwright asks for a port beside our pipe; `0` lets Chromium choose. */
  readonly debuggingPort: string | undefined;
  /** What the app and its launcher appended with `app.commandLine`. */
  readonly switches: ReadonlyMap<string, string>;
}

const QUIET = [
  'no-first-run',
  'no-default-browser-check',
  'no-pings',
  'no-service-autorun',
  'disable-background-networking',
  'disable-breakpad',
  'disable-client-side-phishing-detection',
  'disable-component-extensions-with-background-pages',
  'disable-component-update',
  'disable-default-apps',
  'disable-domain-reliability',
  'disable-extensions',
  'disable-field-trial-config',
  'disable-quic',
  'disable-search-engine-choice-screen',
  'disable-sync',
  'metrics-recording-only',
];

const LIKE_ELECTRON = [
  'disable-back-forward-cache',
  'disable-background-timer-throttling',
  'disable-backgrounding-occluded-windows',
  'disable-renderer-backgrounding',
  'disable-dev-shm-usage',
  'disable-gpu',
  'disable-infobars',
  'disable-session-crashed-bubble',
  'hide-crash-restore-bubble',
  'noerrdialogs',
  'password-store=basic',
  'test-type',
  'unsafely-disable-devtools-self-xss-warnings',
  'use-mock-keychain',
];

const DISABLED_FEATURES = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'HttpsUpgrades',
  'LocalNetworkAccessChecks',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'Translate',
];

const listed = (value: string | undefined): readonly string[] => (value ?? '').split(',').filter((name) => name !== '');

/** The arguments, without the last one that says which window to open. Features are merged: a second flag would win. */
export function chromiumArguments(choice: ChromiumChoice): readonly string[] {
  const own = [
    `user-data-dir=${choice.userDataFolder}`,
    'remote-debugging-pipe',
    ...(choice.debuggingPort === undefined ? [] : [`remote-debugging-port=${choice.debuggingPort}`]),
    ...(choice.isRoot ? ['no-sandbox'] : []),
    ...(choice.headless ? ['headless=new', 'hide-scrollbars'] : []),
    ...QUIET,
    ...LIKE_ELECTRON,
  ];
  const taken = new Set(own.map((flag) => flag.split('=')[0]));
  const appended = Array.from(choice.switches)
    .filter(([name]) => !taken.has(name) && !name.endsWith('-features'))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  const enabled = listed(choice.switches.get('enable-features'));
  const disabled = new Set([...DISABLED_FEATURES, ...listed(choice.switches.get('disable-features'))]);
  return [
    ...own,
    ...appended,
    `disable-features=${Array.from(disabled).join(',')}`,
    ...(enabled.length === 0 ? [] : [`enable-features=${enabled.join(',')}`]),
  ].map((flag) => `--${flag}`);
}
