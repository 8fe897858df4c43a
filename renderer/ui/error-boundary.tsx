import { Component, type ReactNode } from 'react';
import { TroubleScreen } from './trouble-screen.tsx';

const BROKEN = {
  title: 'This window stopped working',
  happened: 'Galley met a fault of its own while it drew this window.',
  safe: 'Everything that was shown as saved is on this device.',
  advice: 'Reload the window. It comes back to where you were.',
};

interface Props {
  readonly children: ReactNode;
}

/** Catches what a component throws while it draws; nothing it shows depends on the rest of the app. */
export class ErrorBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <BrokenWindow />;
  }
}

/** The whole window, when nothing else can be shown. */
export function BrokenWindow(): ReactNode {
  return (
    <div className="window">
      <header className="titlebar">
        <div className="place">
          <span>Galley</span>
        </div>
      </header>
      <TroubleScreen trouble={BROKEN}>
        <button type="button" className="btn main big" onClick={() => globalThis.location.reload()}>
          Reload window
        </button>
      </TroubleScreen>
    </div>
  );
}
