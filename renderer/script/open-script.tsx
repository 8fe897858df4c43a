import { useEffect, useState, type ReactNode } from 'react';
import type { RowId, SceneId } from '../../app/ids.ts';
import type { Outline } from '../../app/script/outline.ts';
import { useApp, useCommands } from '../app-services.ts';
import { BriefingBanner } from '../briefing/briefing-banner.tsx';
import type { Unread } from '../briefing/unread.ts';
import { useMarginMarks } from '../briefing/use-margin-marks.ts';
import type { Readable } from '../document/readable.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { ScriptSurface, type ScriptSurfaceHandle } from '../editor/script-surface.tsx';
import { SearchDialog } from '../library/search-dialog.tsx';
import { SaveBanner } from '../status/save-banner.tsx';
import { SyncBanner } from '../status/sync-banner.tsx';
import { SyncPanel } from '../status/sync-panel.tsx';
import { useReadOnlyNews } from '../status/use-read-only-news.ts';
import { useSyncPanel } from '../status/use-sync-panel.ts';
import { WorkStatus } from '../status/work-status.tsx';
import { FollowingBar } from '../together/following-bar.tsx';
import { PeopleHere } from '../together/people-here.tsx';
import { useTogether, type Together } from '../together/use-together.ts';
import { Screen } from '../ui/screen.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { useWindowTitle } from '../ui/use-window-title.ts';
import { LengthDialog } from './length-dialog.tsx';
import { LibraryCrumb } from './library-crumb.tsx';
import { OutlinePane } from './outline-pane.tsx';
import { OutlineToggle, useOutline } from './outline-toggle.tsx';
import { ScriptMenu } from './script-menu.tsx';
import type { ScriptShape } from './script-shape.ts';
import { ScriptTitle } from './script-title.tsx';
import { TimeBar } from './time-bar.tsx';
import { useAccessibility } from './use-accessibility.ts';
import { useExport } from './use-export.ts';
import { UnreadableBanner } from './unreadable-banner.tsx';
import { useLeaveGuard } from './use-leave-guard.ts';
import { useMayWrite } from './use-may-write.ts';

interface OpenScriptProps {
  readonly session: ScriptSession;
  readonly shape: Readable<ScriptShape>;
  readonly title: Readable<string>;
  readonly together: Together;
  readonly unread: Unread;
  readonly rowId: RowId | null;
}

/** An open script: its surface, and around it the title bar, the outline and the time bar. */
export function OpenScript({ session, shape, title: followed, together, unread, rowId }: OpenScriptProps): ReactNode {
  const { client, notices, report, router } = useApp();
  const [surface, setSurface] = useState<ScriptSurfaceHandle | null>(null);
  const [dialog, setDialog] = useState<'search' | 'length' | null>(null);
  const [renaming, setRenaming] = useState(false);
  const title = useReadable(followed);
  const outline = useOutline();
  const { peers, following } = together;
  const board = surface?.board ?? null;
  useTogether(session, board, together);
  useMarginMarks(unread, board);
  const rows = (): Outline => session.model.outline();
  const exportAs = useExport(session, title);
  const isWhole = useAccessibility();
  const isWritable = useMayWrite(session);
  const readOnly = useReadable(session.readOnly);
  useSyncPanel();
  useReadOnlyNews(session);
  useWindowTitle(title);
  useLeaveGuard(session);
  useEffect(() => {
    if (rowId !== null) surface?.goToRow(rowId);
  }, [surface, rowId]);
  useCommands((id) => {
    switch (id) {
      case 'files.export-markdown':
      case 'files.export-text':
        exportAs(id === 'files.export-markdown' ? 'markdown' : 'text');
        return true;
      case 'library.search':
        setDialog('search');
        return true;
      case 'view.outline':
        return outline.toggle();
      case 'view.briefing':
        router.go({ kind: 'briefing', scriptId: session.scriptId });
        return true;
      case 'view.history':
        router.go({ kind: 'history', scriptId: session.scriptId });
        return true;
      default:
        return surface?.run(id) ?? false;
    }
  });
  const goToScene = (sceneId: SceneId): void => {
    outline.leave();
    surface?.goToScene(sceneId);
  };
  const closeDialog = (): void => setDialog(null);
  return (
    <Screen
      title={
        <>
          <OutlineToggle outline={outline} />
          <LibraryCrumb>
            <ScriptTitle session={session} title={title} renaming={renaming} onRenaming={setRenaming} />
          </LibraryCrumb>
          <WorkStatus session={session} />
          {readOnly === 'may-not-write' ? <span className="tag">Read only</span> : null}
          <span className="grow" />
          <PeopleHere peers={peers} following={following} outline={rows} />
          <ScriptMenu isReadOnly={!isWritable} onRename={() => setRenaming(true)} />
        </>
      }
      banners={
        <>
          <BriefingBanner session={session} unread={unread} />
          <SaveBanner session={session} title={title} />
          <SyncBanner session={session} title={title} onExport={() => exportAs('markdown')} />
          <UnreadableBanner unreadable={session.unreadable} />
        </>
      }
    >
      <div className="body">
        {outline.isShown && surface !== null ? (
          <OutlinePane
            shape={shape}
            position={surface.position}
            together={{ peers, outline: rows }}
            onGo={goToScene}
            {...(outline.isOver ? { onClose: outline.leave } : {})}
          />
        ) : null}
        <ScriptSurface
          session={session}
          mayWrite={isWritable}
          openAt={rowId}
          isWhole={isWhole}
          tell={(message) => notices.show(message)}
          openLink={(href) => {
            client.call('links.open', { href }).catch(report);
          }}
          ref={setSurface}
        />
        <SyncPanel shown={{ session, title, onExport: () => exportAs('markdown') }} />
        <FollowingBar peers={peers} following={following} />
      </div>
      {surface === null ? (
        <footer className="timebar" />
      ) : (
        <TimeBar
          shape={shape}
          position={surface.position}
          onGo={goToScene}
          {...(isWritable ? { onSetLength: () => setDialog('length') } : {})}
        />
      )}
      {dialog === 'search' ? <SearchDialog onClose={closeDialog} /> : null}
      {dialog === 'length' && isWritable ? <LengthDialog session={session} onClose={closeDialog} /> : null}
    </Screen>
  );
}
