import { createContext, useContext, useEffect, useEffectEvent } from 'react';
import type { AppInfo } from '../app/ipc/contract.ts';
import type { Client } from './client.ts';
import type { Commands, CommandTarget } from './commands.ts';
import type { OpenScripts } from './document/open-scripts.ts';
import type { Changing } from './document/readable.ts';
import type { Timers } from './document/timers.ts';
import type { RecoveryNews } from './recovery/recovery-news.ts';
import type { Router } from './router.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import type { CopyAdvice } from './status/copy-advice.ts';
import type { SteadyClock } from './status/steady-clock.ts';
import type { SyncStore } from './status/sync-store.ts';
import type { AppBanners } from './ui/app-banners.ts';
import type { Notices } from './ui/notices.ts';

/** What every screen may use. Made once, in main.tsx. */
export interface AppServices {
  readonly client: Client;
  readonly info: AppInfo;
  readonly settings: SettingsStore;
  readonly router: Router;
  readonly commands: Commands;
  readonly notices: Notices;
  readonly appBanners: AppBanners;
  readonly recovery: RecoveryNews;
  readonly openScripts: OpenScripts;
  /** Where edits are beyond this device. */
  readonly sync: SyncStore;
  /** The panel that tells it at length; `asked-for`: it is to take the focus as it opens. */
  readonly syncPanel: Changing<'closed' | 'asked-for' | 'open'>;
  readonly copyAdvice: CopyAdvice;
  /** For the age of edits. */
  readonly ages: SteadyClock;
  readonly timers: Timers;
  /** Told of failures that are bugs and not conditions. */
  readonly report: (error: unknown) => void;
  readonly now: () => Date;
  readonly newId: () => string;
}

const Services = createContext<AppServices | null>(null);
export const AppServicesProvider = Services.Provider;

export function useApp(): AppServices {
  const services = useContext(Services);
  if (services === null) throw new Error('useApp is called outside AppServicesProvider.');
  return services;
}

/** Answers commands for as long as the component is shown. */
export function useCommands(target: CommandTarget, place: 'screen' | 'everywhere' = 'screen'): void {
  const { commands } = useApp();
  const answer = useEffectEvent(target);
  useEffect(() => commands.add((id) => answer(id), place), [commands, place]);
}
