import type { Settings } from '../../app/settings.ts';

/** Puts theme, contrast and zoom on the page's root, where tokens.css reads them; the system decides what is left open. */
export function wearSettings(root: HTMLElement, settings: Settings, systemWantsContrast: boolean): void {
  if (settings.theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = settings.theme;
  if (settings.contrast === 'more' || systemWantsContrast) root.dataset['contrast'] = 'more';
  else delete root.dataset['contrast'];
  root.style.setProperty('--zoom', String(settings.zoomPercent / 100));
}
