import type { ReactNode } from 'react';
import { NotKeptBanner } from '../account/not-kept-banner.tsx';
import { useApp } from '../app-services.ts';
import { RecoveryBanner } from '../recovery/recovery-banner.tsx';
import { ShrinkBanners } from '../backups/shrink-banners.tsx';
import type { AppBanner } from './app-banners.ts';
import { Banner } from './banner.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { TitleBar } from './title-bar.tsx';
import { useReadable } from './use-readable.ts';

interface ScreenProps {
  /** What stands in the title bar, after the menu. */
  readonly title: ReactNode;
  readonly banners?: ReactNode;
  /** The body, and under it a time bar if the screen has one. */
  readonly children: ReactNode;
}

/** The frame that all screens share. */
export function Screen({ title, banners, children }: ScreenProps): ReactNode {
  const { appBanners } = useApp();
  const shown = useReadable(appBanners);
  return (
    <div className="window">
      <TitleBar>{title}</TitleBar>
      <div className="banners">
        {shown.map((banner) => (
          <AppBannerLine key={banner} banner={banner} onDismiss={() => appBanners.dismiss(banner)} />
        ))}
        <NotKeptBanner />
        <RecoveryBanner />
        <ShrinkBanners />
        {banners}
      </div>
      {children}
      <NoticeBar />
    </div>
  );
}

interface AppBannerLineProps {
  readonly banner: AppBanner;
  readonly onDismiss: () => void;
}

function AppBannerLine({ banner, onDismiss }: AppBannerLineProps): ReactNode {
  switch (banner) {
    case 'after-crash':
      return (
        <Banner tone="device" icon="rotate-ccw" onDismiss={onDismiss}>
          This window stopped working and was opened again. Everything shown as saved is here.
        </Banner>
      );
    case 'nearly-full':
      return (
        <Banner tone="waiting" icon="hard-drive" onDismiss={onDismiss}>
          This disk is nearly full. Everything shown as saved is safe, and saving still works. Make room on it soon.
        </Banner>
      );
    case 'stand-in':
      return (
        <Banner tone="plain" icon="info" onDismiss={onDismiss}>
          Running on the development stand-in, not on Electron.
        </Banner>
      );
    default:
      return banner satisfies never;
  }
}
