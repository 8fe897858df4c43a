import './no-eval.ts';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/window.css';
import './ui/overlays.css';
import './library/making.css';
import './about/about.css';
import './projects/projects.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { AccountKey } from '../app/ipc/account.ts';
import type { Bridge } from '../app/ipc/contract.ts';
import { AppServicesProvider, type AppServices } from './app-services.ts';
import { App } from './app.tsx';
import { Client } from './client.ts';
import { risingUpdateIds } from '../app/update-ids.ts';
import { Commands } from './commands.ts';
import { IndexedEmergencyStore } from './document/emergency-store.ts';
import { OpenScripts } from './document/open-scripts.ts';
import { Changing } from './document/readable.ts';
import { windowTimers } from './document/timers.ts';
import { RecoveringScreen } from './recovery/recovering-screen.tsx';
import { RecoveryNews } from './recovery/recovery-news.ts';
import { Router } from './router.ts';
import { SettingsStore } from './settings/settings-store.ts';
import { wearSettings } from './settings/wear-settings.ts';
import { followRoom } from './status/follow-room.ts';
import { leftoverWords } from './status/leftover-words.ts';
import { CopyAdvice } from './status/copy-advice.ts';
import { SteadyClock } from './status/steady-clock.ts';
import { SyncStore } from './status/sync-store.ts';
import { AppBanners } from './ui/app-banners.ts';
import { BrokenWindow, ErrorBoundary } from './ui/error-boundary.tsx';
import { Notices } from './ui/notices.ts';
import { runInTextField } from './ui/text-field-commands.ts';
import { standStillWhileClosing } from './ui/stand-still.ts';

declare global {
  interface Window {
    /** Put here by the preload script. */
    readonly galley: Bridge;
  }
}

async function gatherServices(page: HTMLElement): Promise<AppServices> {
  const client = new Client(window.galley);
  // First of all that hears of closing: what is being typed must end before anybody counts what is unsaved.
  standStillWhileClosing(client, page);
  const asked = client.call('app.info', {});
  const now = (): Date => new Date();
  const newId = (): string => crypto.randomUUID();
  const notices = new Notices();
  // Whose scripts these are is known before any of them is shown.
  let author: AccountKey = 'local';
  const whose = asked.then((info) => (author = info.author));
  whose.catch(() => undefined); // the window says so below
  const openScripts = OpenScripts.open(client, {
    get author() {
      return author;
    },
    now,
    newId,
    newUpdateId: risingUpdateIds({ now, newId }),
    timers: windowTimers,
    emergencyStore: new IndexedEmergencyStore(whose),
    report: reportError,
    told: (news) => notices.show({ text: leftoverWords(news) }),
  });
  const router = Router.open(window);
  const route = router.get();
  // Its answer is there by the time that the window can show it.
  if (route.kind === 'script') openScripts.expect(route.scriptId);
  const info = await asked;
  const settings = SettingsStore.open(client, info.settings);
  const appBanners = new AppBanners(info);
  followRoom(client, appBanners).catch(reportError);
  const sync = SyncStore.open(client, { timers: windowTimers, report: reportError });
  const ages = new SteadyClock({ now: () => Date.now(), elapsed: () => performance.now() });
  const commands = new Commands((text) => notices.show({ text }));
  client.on('command', ({ id }) => {
    if (!runInTextField(id, document)) commands.run(id);
  });
  return {
    client,
    info,
    settings,
    router,
    commands,
    notices,
    appBanners,
    recovery: RecoveryNews.open(client, reportError),
    openScripts,
    sync,
    syncPanel: new Changing<'closed' | 'asked-for' | 'open'>('closed'),
    copyAdvice: new CopyAdvice(localStorage),
    ages,
    timers: windowTimers,
    report: reportError,
    now,
    newId,
  };
}

const container = document.getElementById('root');
if (container === null) throw new Error('index.html has no element named root.');
const root = createRoot(container);
// The first question is answered when the library is open: until then all that happens may be a recovery.
const stopWaiting = window.galley.on('recovery.progress', ({ progress }) => {
  if (progress !== null) root.render(<RecoveringScreen progress={progress} />);
});
gatherServices(container).then(
  (services) => {
    stopWaiting();
    document.documentElement.dataset['platform'] = services.info.platform;
    wearSettings(document.documentElement, services.settings.get(), matchMedia('(prefers-contrast: more)').matches);
    root.render(
      <StrictMode>
        <ErrorBoundary>
          <AppServicesProvider value={services}>
            <App />
          </AppServicesProvider>
        </ErrorBoundary>
      </StrictMode>,
    );
  },
  (error: unknown) => {
    root.render(<BrokenWindow />);
    throw error;
  },
);
