import { createElement, type ReactNode } from 'react';
import { iconShapes, type IconName } from './icon-shapes.ts';

interface IconProps {
  readonly name: IconName;
  /** Side of the box in px. */
  readonly size?: number;
}

/** Always beside a word or inside a named control, so it is hidden from assistive technology. */
export function Icon({ name, size = 16 }: IconProps): ReactNode {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {iconShapes[name].map(([tag, attributes], index) => createElement(tag, { ...attributes, key: index }))}
    </svg>
  );
}
