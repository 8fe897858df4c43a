import type { SettingsStore } from '../settings/settings-store.ts';
import type { HandlersOf } from './handlers.ts';

export function settingsCalls(settings: Pick<SettingsStore, 'change'>): HandlersOf<'settings'> {
  return {
    'settings.change': (part) => settings.change(part),
  };
}
