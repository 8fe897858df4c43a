import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-shapes.ts';

interface BannerProps {
  readonly tone: 'plain' | 'device' | 'waiting' | 'trouble';
  readonly icon: IconName;
  /** With a title the banner has room for what is safe and what to do; without one it is a single line. */
  readonly title?: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
}

/** Pushes the screen down once, at the top, and stays until its reason is gone or it is dismissed. */
export function Banner({ tone, icon, title, children, actions, onDismiss }: BannerProps): ReactNode {
  return (
    <section
      className={`banner ${tone} ${title === undefined ? 'slim' : ''}`}
      role={tone === 'trouble' ? 'alert' : 'status'}
    >
      <Icon name={icon} size={title === undefined ? 16 : 20} />
      <div className="grow">
        {title === undefined ? null : <h2>{title}</h2>}
        <p>{children}</p>
      </div>
      {actions === undefined ? null : <div className="line">{actions}</div>}
      {onDismiss === undefined ? null : (
        <button type="button" className="btn bare square" aria-label="Dismiss" onClick={onDismiss}>
          <Icon name="x" />
        </button>
      )}
    </section>
  );
}
