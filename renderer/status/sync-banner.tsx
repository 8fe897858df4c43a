import { useState, type ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { Banner } from '../ui/banner.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { syncBannerWords, type BannerDeed, type SyncBannerWords } from './sync-banner-words.ts';
import { useSyncDeeds } from './use-sync-deeds.ts';
import { useSteadyNow, useSync } from './use-sync.ts';

interface SyncBannerProps {
  readonly session: ScriptSession;
  readonly title: string;
  readonly onExport: () => void;
}

/** Stands over a script whose edits do not go their way by themselves, one banner at a time. */
export function SyncBanner({ session, title, onExport }: SyncBannerProps): ReactNode {
  const { copyAdvice, syncPanel } = useApp();
  const { scriptId } = session;
  const save = useReadable(session.saveState);
  const readOnly = useReadable(session.readOnly);
  const { link, standing } = useSync(scriptId);
  const now = useSteadyNow();
  const deeds = useSyncDeeds();
  const [dismissed, setDismissed] = useState<SyncBannerWords['kind'] | null>(null);
  const wasAdvised = copyAdvice.wasGiven(scriptId, now) || dismissed === 'copy';
  const words = syncBannerWords({ standing, readOnly, link, now, wasAdvised });
  // What cannot be saved on this device comes first; its own banner stands there.
  if (words === null || words.kind === dismissed || (save.kind !== 'saved' && save.kind !== 'saving')) return null;
  const dismiss = (): void => {
    setDismissed(words.kind);
    if (words.kind === 'copy') copyAdvice.given(scriptId, now);
  };
  const act = (deed: BannerDeed): void => {
    switch (deed) {
      case 'export':
        if (words.kind === 'copy') dismiss();
        return onExport();
      case 'send-again':
        return deeds.sendAgain(scriptId);
      case 'ask-owner':
        return deeds.askOwner({ title, what: words.happened });
      case 'sign-in':
        return deeds.signIn();
      case 'try-now':
        return deeds.tryNow();
      case 'show-panel':
        return syncPanel.set('asked-for');
      default:
        return deed satisfies never;
    }
  };
  return (
    <Banner
      tone={words.tone}
      icon={words.icon}
      title={words.title}
      {...(words.deeds.length === 0
        ? {}
        : {
            actions: words.deeds.map((deed, index) => (
              <button key={deed} type="button" className={index === 0 ? 'btn main' : 'btn'} onClick={() => act(deed)}>
                {DEEDS[deed]}
              </button>
            )),
          })}
      {...(words.mayDismiss ? { onDismiss: dismiss } : {})}
    >
      {words.happened} {words.safe} {words.advice}
    </Banner>
  );
}

const DEEDS: Readonly<Record<BannerDeed, string>> = {
  export: 'Export a copy…',
  'send-again': 'Send again',
  'ask-owner': 'Ask the owner',
  'sign-in': 'Sign in',
  'try-now': 'Try now',
  'show-panel': 'Show where my work is',
};
