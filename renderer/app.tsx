import { useEffect, type ReactNode } from 'react';
import { SignInScreen } from './account/sign-in-screen.tsx';
import { AppDialogs } from './app-dialogs.tsx';
import { useApp } from './app-services.ts';
import { HealthScreen } from './health/health-screen.tsx';
import { BackupsScreen } from './backups/backups-screen.tsx';
import { LibraryScreen } from './library/library-screen.tsx';
import type { Route } from './router.ts';
import { ScriptScreen } from './script/script-screen.tsx';
import { StartScreen } from './start/start-screen.tsx';
import { wearSettings } from './settings/wear-settings.ts';
import { walkLandmarks } from './ui/landmarks.ts';
import { useReadable } from './ui/use-readable.ts';

export function App(): ReactNode {
  const { router, settings } = useApp();
  const route = useReadable(router);
  const wanted = useReadable(settings);
  useEffect(() => {
    const contrast = matchMedia('(prefers-contrast: more)');
    const wear = (): void => wearSettings(document.documentElement, wanted, contrast.matches);
    wear();
    contrast.addEventListener('change', wear);
    return () => contrast.removeEventListener('change', wear);
  }, [wanted]);
  useEffect(() => walkLandmarks(window), []);
  return <AppDialogs>{screenOf(route)}</AppDialogs>;
}

function screenOf(route: Route): ReactNode {
  switch (route.kind) {
    case 'library':
      return <LibraryScreen shelf={route.shelf} part={route.part ?? null} />;
    case 'health':
      return <HealthScreen />;
    case 'backups':
      return <BackupsScreen />;
    case 'sign-in':
      return <SignInScreen />;
    case 'start':
      return <StartScreen />;
    // One screen, so that the script stays open, and with it what can be undone.
    case 'script':
    case 'history':
    case 'briefing':
      return <ScriptScreen key={route.scriptId} route={route} />;
    default:
      return route satisfies never;
  }
}
