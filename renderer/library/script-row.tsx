import { memo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { ScriptSummary } from '../../app/ipc/contract.ts';
import type { Link, Standing } from '../../app/ipc/sync.ts';
import { rowWords } from '../status/row-words.ts';
import type { StatusWords, Told } from '../status/standing-words.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu, MenuButton, type MenuItem, type Point } from '../ui/menu.tsx';
import { ONLY_DEVICE, Stations } from '../ui/stations.tsx';
import { TitleInput } from '../ui/title-input.tsx';
import { clockTime, counted, moment, spokenTime, timeAgo } from '../ui/words.ts';

export type RowDeed =
  | 'open'
  | 'open-in-new-window'
  | 'rename'
  | 'duplicate'
  | 'place'
  | 'status'
  | 'settle-title'
  | 'export-markdown'
  | 'export-text'
  | 'trash'
  | 'restore';

interface ScriptRowProps {
  readonly script: ScriptSummary;
  /** Its project and status; null for one of no project. */
  readonly place: string | null;
  readonly isOfProject: boolean;
  /** There are projects that it could belong to. */
  readonly hasPlaces: boolean;
  /** Somebody else renamed it meanwhile. */
  readonly titleThere: string | null;
  readonly current: boolean;
  readonly tabStop: boolean;
  readonly renaming: boolean;
  readonly now: Date;
  /** Null while nothing was told of it that counts its last edit. */
  readonly standing: Standing | null;
  readonly linkKind: Link['kind'];
  /** By a clock that does not jump, for the age of edits. */
  readonly agesNow: number;
  readonly hands: RowHands;
}

/** What a row tells its table. The same object for as long as the table is shown. */
export interface RowHands {
  readonly focused: (script: ScriptSummary) => void;
  readonly keyPressed: (event: KeyboardEvent) => void;
  readonly asked: (deed: RowDeed, script: ScriptSummary) => void;
  /** `null` when the person changed their mind. */
  readonly renamed: (script: ScriptSummary, title: string | null) => void;
}

/** Drawn again only when something of its own changed: a library may be long. */
export const ScriptRow = memo(function ScriptRow(props: ScriptRowProps): ReactNode {
  const { script, current, tabStop, renaming, now, standing, linkKind, agesNow, hands } = props;
  const onDeed = (deed: RowDeed): void => hands.asked(deed, script);
  const [menuAt, setMenuAt] = useState<Point | null>(null);
  const when = new Date(script.trashedAt ?? script.editedAt);
  const ago = timeAgo(when, now);
  const { place, isOfProject, hasPlaces, titleThere } = props;
  const menu = menuOf(script, { isOfProject, hasPlaces, onDeed });
  const where = whereIs(script, standing, { link: { kind: linkKind }, now: agesNow });
  return (
    <tr
      tabIndex={tabStop ? 0 : -1}
      aria-selected={current}
      onFocus={() => hands.focused(script)}
      onKeyDown={hands.keyPressed}
      onDoubleClick={() => onDeed('open')}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey) onDeed('open-in-new-window');
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.currentTarget.focus();
        setMenuAt({ x: event.clientX, y: event.clientY });
      }}
    >
      <td>
        {renaming ? (
          <TitleInput title={script.title} onDone={(title) => hands.renamed(script, title)} />
        ) : (
          <span className="script-name">{script.title}</span>
        )}
        {titleThere === null ? null : (
          <button type="button" className="title-lost small" onClick={() => onDeed('settle-title')}>
            <Icon name="triangle-alert" />
            <span className="clip">“{titleThere}” on the server: choose a title</span>
          </button>
        )}
        <span className="quiet small">
          {place === null ? '' : `${place}, `}
          {counted(script.rows, 'row')}
          {script.scenes > 1 ? ` in ${counted(script.scenes, 'scene')}` : ''}
          <span className="if-narrow">
            , {clockTime(script.seconds)}, {ago}
          </span>
        </span>
      </td>
      <td className="end if-wide">
        <time dateTime={`PT${Math.round(script.seconds)}S`} aria-label={spokenTime(script.seconds)}>
          {clockTime(script.seconds)}
        </time>
      </td>
      <td className="if-wide">
        <time dateTime={when.toISOString()} title={moment(when)}>
          {ago}
        </time>
      </td>
      <td>
        <span className={`where ${where.tone}`} data-standing={standing?.kind ?? 'unknown'}>
          <Stations path={where.path} tone={where.tone} />
          <span className="clip" title={where.label}>
            {where.label}
          </span>
        </span>
      </td>
      <td className="more">
        {script.trashedAt === null ? (
          <MenuButton className="btn bare square" label={`More for ${script.title}`} groups={menu}>
            <Icon name="ellipsis" />
          </MenuButton>
        ) : (
          <button type="button" className="btn" onClick={() => onDeed('restore')}>
            Restore<span className="hidden"> {script.title}</span>
          </button>
        )}
        {menuAt === null ? null : (
          <Menu label={`Actions for ${script.title}`} groups={menu} at={menuAt} onClose={() => setMenuAt(null)} />
        )}
      </td>
    </tr>
  );
});

function whereIs({ readOnly }: ScriptSummary, standing: Standing | null, told: Told): StatusWords {
  if (standing !== null && standing.kind !== 'only-here') return rowWords(standing, told);
  const needsNewer = readOnly === 'newer-format';
  return {
    label: needsNewer ? 'Needs a newer Galley' : 'Saved on this device',
    tone: needsNewer ? 'plain' : 'device',
    path: ONLY_DEVICE,
  };
}

interface MenuOptions {
  readonly isOfProject: boolean;
  readonly hasPlaces: boolean;
  readonly onDeed: (deed: RowDeed) => void;
}

function menuOf(
  script: ScriptSummary,
  { isOfProject, hasPlaces, onDeed }: MenuOptions,
): readonly (readonly MenuItem[])[] {
  if (script.trashedAt !== null) return [[{ label: 'Restore', icon: 'undo-2', run: () => onDeed('restore') }]];
  return [
    [
      { label: 'Open', accelerator: 'Enter', icon: 'file-text', run: () => onDeed('open') },
      {
        label: 'Open in a new window',
        accelerator: 'CmdOrCtrl+Enter',
        icon: 'external-link',
        run: () => onDeed('open-in-new-window'),
      },
    ],
    [
      { label: 'Rename', accelerator: 'F2', icon: 'pencil', run: () => onDeed('rename') },
      { label: 'Duplicate', accelerator: 'CmdOrCtrl+D', icon: 'copy', run: () => onDeed('duplicate') },
      ...(isOfProject ? [{ label: 'Status…', icon: 'flag', run: () => onDeed('status') } as const] : []),
      ...(isOfProject || hasPlaces
        ? [
            {
              label: isOfProject ? 'Move to another project…' : 'Put into a project…',
              icon: 'folder',
              run: () => onDeed('place'),
            } as const,
          ]
        : []),
    ],
    [
      { label: 'Export as Markdown…', icon: 'file-down', run: () => onDeed('export-markdown') },
      { label: 'Export as plain text…', run: () => onDeed('export-text') },
    ],
    [{ label: 'Move to trash', accelerator: 'Delete', icon: 'trash', run: () => onDeed('trash') }],
  ];
}
