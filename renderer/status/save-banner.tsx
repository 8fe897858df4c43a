import type { ReactNode } from 'react';
import { printMarkdown } from '../../app/script/formats/print-markdown.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { Banner } from '../ui/banner.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { saveTrouble } from './save-words.ts';

interface SaveBannerProps {
  readonly session: ScriptSession;
  readonly title: string;
}

/** Stands over the script for as long as edits are kept in the window only, and offers a copy that needs no disk. */
export function SaveBanner({ session, title }: SaveBannerProps): ReactNode {
  const { notices } = useApp();
  const state = useReadable(session.saveState);
  if (state.kind !== 'failed') return null;
  const trouble = saveTrouble(state);
  const copy = async (): Promise<void> => {
    try {
      // The export reads what is saved; this copy has the unsaved edits too.
      await navigator.clipboard.writeText(printMarkdown(readScript(session.doc), title));
      notices.show({ text: 'The whole script is on the clipboard, as Markdown. Paste it into another program.' });
    } catch {
      notices.show({ text: 'The clipboard cannot be used. Your script is still in this window: leave it open.' });
    }
  };
  return (
    <Banner
      tone="trouble"
      icon="life-buoy"
      title={trouble.title}
      actions={
        <>
          <button type="button" className="btn" onClick={() => void session.flush()}>
            Try now
          </button>
          <button type="button" className="btn main" onClick={() => void copy()}>
            Copy the whole script
          </button>
        </>
      }
    >
      {trouble.happened} {trouble.safe} {trouble.advice}
    </Banner>
  );
}
