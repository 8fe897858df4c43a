import { Popover } from '@base-ui/react/popover';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { externalLink } from '../../app/links.ts';
import type { Overlay } from './board.ts';
import { linkAtCaret, setLink } from './marks.ts';
import type { ScriptBoard } from './script-board.ts';

interface LinkPopoverProps {
  readonly board: ScriptBoard;
  readonly overlay: Extract<Overlay, { kind: 'link' }>;
  readonly onClose: () => void;
}

/** Where a link's address is written, changed, opened and taken away. */
export function LinkPopover({ board, overlay, onClose }: LinkPopoverProps): ReactNode {
  const [address, setAddress] = useState(overlay.href);
  const [isRefused, setIsRefused] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const put = (href: string | null): void => {
    const view = board.cells.view;
    const link = view ? linkAtCaret(view) : null;
    if (view && link) setLink(view, link, href);
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (address.trim() === '') return put(null);
    const href = linkFrom(address.trim());
    if (href === null) setIsRefused(true);
    else put(href);
  };
  return (
    <Popover.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Popover.Portal>
        <Popover.Positioner
          className="menu-positioner"
          anchor={overlay.anchor}
          side="bottom"
          align="start"
          sideOffset={6}
        >
          <Popover.Popup className="link-popover" aria-label="Link" initialFocus={input} finalFocus={false}>
            <form onSubmit={submit}>
              <label className="field">
                <span className="hidden">Address</span>
                <input
                  ref={input}
                  value={address}
                  placeholder="https:// or name@example.org"
                  spellCheck={false}
                  aria-invalid={isRefused}
                  aria-describedby="link-refused"
                  onChange={(event) => {
                    setAddress(event.target.value);
                    setIsRefused(false);
                  }}
                />
              </label>
              <output id="link-refused" className="small">
                {isRefused ? 'Only https links and mail addresses can be kept. The words are unchanged.' : ''}
              </output>
              <div className="line">
                <button type="submit" className="btn main">
                  {overlay.href === '' ? 'Make link' : 'Change link'}
                </button>
                {overlay.href === '' ? null : (
                  <>
                    <button type="button" className="btn" onClick={() => board.openLink(overlay.href)}>
                      Open
                    </button>
                    <button type="button" className="btn bare" onClick={() => put(null)}>
                      Remove link
                    </button>
                  </>
                )}
              </div>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** People write "example.org" and "ana@example.org": the scheme is put before it. */
function linkFrom(address: string): string | null {
  if (/^[a-z][a-z\d+.-]*:/i.test(address)) return externalLink(address);
  return externalLink(/^[^\s/@]+@[^\s/@]+\.[^\s/@]+$/.test(address) ? `mailto:${address}` : `https://${address}`);
}
