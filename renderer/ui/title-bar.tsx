import type { ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { Hint } from './hint.tsx';
import { Icon } from './icon.tsx';

/** The 44 px at the top of every screen: the menu first, then what the screen puts there. */
export function TitleBar({ children }: { readonly children: ReactNode }): ReactNode {
  const { client, info, report } = useApp();
  return (
    <header className="titlebar">
      {info.platform === 'darwin' ? null : (
        <Hint text="Menu (Alt)">
          {(tie) => (
            <button
              type="button"
              className="btn bare square"
              aria-label="Menu"
              aria-haspopup="menu"
              onClick={({ currentTarget }) => {
                const { left, bottom } = currentTarget.getBoundingClientRect();
                client.call('window.menu', { x: Math.round(left), y: Math.round(bottom) }).catch(report);
              }}
              {...tie}
            >
              <Icon name="menu" />
            </button>
          )}
        </Hint>
      )}
      {children}
    </header>
  );
}
