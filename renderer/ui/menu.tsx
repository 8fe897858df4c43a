import { Fragment, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-shapes.ts';
import { Keys } from './keys.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly accelerator?: string;
  readonly run: () => void;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface MenuProps {
  /** What the menu is about, for assistive technology. */
  readonly label: string;
  /** Groups are parted by a line. */
  readonly groups: readonly (readonly MenuItem[])[];
  /** Where the menu appears: under its button, or where the pointer asked for it. */
  readonly at: HTMLElement | Point;
  readonly onClose: () => void;
}

/** An open menu. Arrows, Home, End and letters move; Enter and Space choose; Escape, Tab and a click outside close. */
export function Menu({ label, groups, at, onClose }: MenuProps): ReactNode {
  const menu = useRef<HTMLDivElement>(null);
  const atPointer = !(at instanceof HTMLElement);
  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    if (at instanceof HTMLElement) element.showPopover({ source: at });
    else {
      element.style.setProperty('--x', `${at.x}px`);
      element.style.setProperty('--y', `${at.y}px`);
      element.showPopover();
    }
    itemsOf(element)[0]?.focus();
  }, [at]);
  const move = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const items = itemsOf(event.currentTarget);
    const next = nextItem(items, event.key);
    if (next !== undefined) {
      event.preventDefault();
      next.focus();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      menu.current?.hidePopover();
    }
  };
  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className={atPointer ? 'menu at-pointer' : 'menu'}
      onKeyDown={move}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
    >
      {groups.map((group, index) => (
        <Fragment key={group[0]?.label}>
          {index === 0 ? null : <hr />}
          {group.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                menu.current?.hidePopover();
                item.run();
              }}
            >
              {item.icon === undefined ? <span className="no-icon" /> : <Icon name={item.icon} />}
              <span className="grow">{item.label}</span>
              {item.accelerator === undefined ? null : <Keys accelerator={item.accelerator} />}
            </button>
          ))}
        </Fragment>
      ))}
    </div>
  );
}

interface MenuButtonProps extends Pick<MenuProps, 'label' | 'groups'> {
  readonly className: string;
  readonly children: ReactNode;
}

/** A button that opens a menu under itself. */
export function MenuButton({ label, groups, className, children }: MenuButtonProps): ReactNode {
  const [button, setButton] = useState<HTMLElement | null>(null);
  const openWhenPressed = useRef(false);
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={button !== null}
        onPointerDown={() => {
          openWhenPressed.current = button !== null;
        }}
        onClick={({ currentTarget }) => {
          // A press outside an open menu closes it before the click arrives; the click must not open it again.
          if (!openWhenPressed.current) setButton(currentTarget);
          openWhenPressed.current = false;
        }}
      >
        {children}
      </button>
      {button === null ? null : <Menu label={label} groups={groups} at={button} onClose={() => setButton(null)} />}
    </>
  );
}

function itemsOf(element: Element): readonly HTMLElement[] {
  return Array.from(element.querySelectorAll<HTMLElement>('[role="menuitem"]'));
}

function nextItem(items: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const here = items.findIndex((item) => item === document.activeElement);
  switch (key) {
    case 'ArrowDown':
      return items[(here + 1) % items.length];
    case 'ArrowUp':
      return items.at(here <= 0 ? -1 : here - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default: {
      if (key.length !== 1 || key === ' ') return undefined;
      const turned = [...items.slice(here + 1), ...items.slice(0, here + 1)];
      return turned.find((item) => item.textContent.toLowerCase().startsWith(key.toLowerCase()));
    }
  }
}
