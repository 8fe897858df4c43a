import type { ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { Icon } from './icon.tsx';

/** The 44 px at the top of every screen: the menu first, then what the screen puts there. */
export function TitleBar({ children }: { readonly children: ReactNode }): ReactNode {
  const { client, info } = useApp();
  return (
    <header className="titlebar">
      {info.platform === 'darwin' ? null : (
        <button
          type="button"
          className="btn bare square"
          aria-label="Menu"
          aria-haspopup="menu"
          title="Menu (Alt)"
          onClick={({ currentTarget }) => {
            const { left, bottom } = currentTarget.getBoundingClientRect();
            void client.call('window.menu', { x: Math.round(left), y: Math.round(bottom) });
          }}
        >
          <Icon name="menu" />
        </button>
      )}
      {children}
    </header>
  );
}
