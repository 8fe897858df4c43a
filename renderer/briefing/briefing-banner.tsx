import type { ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { Banner } from '../ui/banner.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { namesIn, offerWords } from './briefing-words.ts';
import type { Unread } from './unread.ts';

interface BriefingBannerProps {
  readonly session: ScriptSession;
  readonly unread: Unread;
}

/** An offer, once, when a script is opened in which others have written: the script is there at once all the same. */
export function BriefingBanner({ session, unread }: BriefingBannerProps): ReactNode {
  const { router } = useApp();
  const count = useReadable(unread.offered);
  const news = useReadable(unread.news);
  if (count === 0 || news === null) return null;
  return (
    <Banner
      tone="plain"
      icon="git-merge"
      onDismiss={() => unread.dismiss()}
      actions={
        <button
          type="button"
          className="btn"
          onClick={() => router.go({ kind: 'briefing', scriptId: session.scriptId })}
        >
          See what changed
        </button>
      }
    >
      {offerWords(count, news.briefing, namesIn(news.log))}
    </Banner>
  );
}
