import type { ReactNode } from 'react';
import * as Y from 'yjs';
import { printMarkdown } from '../../app/script/formats/print-markdown.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { useApp } from '../app-services.ts';
import type { TroubledState } from '../document/save-state.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { Banner } from '../ui/banner.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { useReadable } from '../ui/use-readable.ts';
import { saveTrouble } from './save-words.ts';

interface SaveBannerProps {
  readonly session: ScriptSession;
  readonly title: string;
}

/** Stands over the script for as long as saving does not work, and offers copies that do not need the script's disk. */
export function SaveBanner({ session, title }: SaveBannerProps): ReactNode {
  const state = useReadable(session.saveState);
  if (state.kind === 'saved' || state.kind === 'saving') return null;
  return <Trouble state={state} session={session} title={title} />;
}

function Trouble({ state, session, title }: SaveBannerProps & { readonly state: TroubledState }): ReactNode {
  const { client, notices } = useApp();
  const trouble = saveTrouble(state);
  // Both take the document as it is in this window: what is saved would lack the very words that are at stake.
  const exportNow = async (): Promise<void> => {
    const markdown = printMarkdown(readScript(session.doc), title);
    try {
      const fileName = await client.call('rescue.export', {
        title,
        markdown,
        state: Y.encodeStateAsUpdate(session.doc),
      });
      if (fileName !== null) {
        notices.show({ text: `${fileName} holds every word. The rescue file beside it brings the whole script back.` });
      }
    } catch (error) {
      notices.show({ text: troubleLine(error, `export “${title}”`) });
    }
  };
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(printMarkdown(readScript(session.doc), title));
      notices.show({ text: 'The whole script is on the clipboard, as Markdown. Paste it into another program.' });
    } catch {
      notices.show({ text: 'The clipboard cannot be used. Your script is still in this window: leave it open.' });
    }
  };
  const isWorst = state.kind === 'memory' || state.kind === 'stopped';
  return (
    <Banner
      tone={isWorst ? 'trouble' : 'waiting'}
      icon="life-buoy"
      title={trouble.title}
      actions={
        <>
          {state.kind === 'slow' ? null : (
            <button type="button" className="btn" onClick={() => void session.flush()}>
              Try now
            </button>
          )}
          <button type="button" className="btn" onClick={() => void copy()}>
            Copy the whole script
          </button>
          <button type="button" className="btn main" onClick={() => void exportNow()}>
            Export now
          </button>
        </>
      }
    >
      {trouble.happened} {trouble.safe} {trouble.advice}
    </Banner>
  );
}
