import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { Trouble } from './trouble.ts';

interface TroubleScreenProps {
  readonly trouble: Trouble;
  /** Buttons: the first one does what the advice says. */
  readonly children: ReactNode;
}

export function TroubleScreen({ trouble, children }: TroubleScreenProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className="report">
      <article>
        <Icon name="life-buoy" size={20} />
        <h1 ref={heading} tabIndex={-1}>
          {trouble.title}
        </h1>
        <dl className="answers selectable">
          <dt>
            <Icon name="triangle-alert" /> What happened
          </dt>
          <dd>{trouble.happened}</dd>
          <dt>
            <Icon name="shield" /> What is safe
          </dt>
          <dd>{trouble.safe}</dd>
          <dt>
            <Icon name="arrow-right" /> What to do
          </dt>
          <dd>{trouble.advice}</dd>
        </dl>
        <div className="line">{children}</div>
      </article>
    </main>
  );
}
