import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface DialogProps {
  readonly title: string;
  readonly width?: 'narrow' | 'wide';
  /** Escape and the cross end here. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A modal dialog of the browser's own: it keeps the focus inside and gives it back to where it was. The cross comes
 * last, so that the focus begins at what the dialog is for.
 */
export function Dialog({ title, width = 'narrow', onClose, children }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Closed while it is still in the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={width === 'wide' ? 'dialog roomy' : 'dialog'}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
      <button type="button" className="btn bare square close" aria-label="Close" onClick={onClose}>
        <Icon name="x" />
      </button>
    </dialog>
  );
}
