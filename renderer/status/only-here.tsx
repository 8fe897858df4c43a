import type { ReactNode } from 'react';
import type { ScriptId } from '../../app/ids.ts';
import type { Standing } from '../../app/ipc/sync.ts';
import { useApp } from '../app-services.ts';
import { counted } from '../ui/words.ts';
import { ageMs, exactAgeWords, isOld } from './age.ts';
import type { SyncView } from './sync-store.ts';

/** A long week away leaves a handful; hundreds are a list that nobody reads. */
const MOST_SHOWN = 30;

interface OnlyHereProps {
  readonly view: SyncView;
  readonly now: number;
  readonly titleOf: (scriptId: ScriptId) => string;
}

/** The scripts with edits that no other place has, the oldest first. Each is a way to it. */
export function OnlyHere({ view, now, titleOf }: OnlyHereProps): ReactNode {
  const { router } = useApp();
  const waiting = [...view.scripts.values()]
    .flatMap(({ scriptId, standing }) => ('edits' in standing && standing.edits > 0 ? [{ scriptId, standing }] : []))
    .toSorted((a, b) => (a.standing.oldestAt ?? 0) - (b.standing.oldestAt ?? 0));
  const rest = waiting.slice(MOST_SHOWN);
  const open = (scriptId: ScriptId): void => router.go({ kind: 'script', scriptId, rowId: null });
  return (
    <section aria-labelledby="only-here">
      <h3 id="only-here" className="heading">
        Only on this device
      </h3>
      {waiting.length === 0 ? (
        <p className="soft">Nothing of your projects. Everything you wrote in them is on the server.</p>
      ) : (
        <ul className="only-here">
          {waiting.slice(0, MOST_SHOWN).map(({ scriptId, standing }) => (
            <li key={scriptId}>
              <button type="button" onClick={() => open(scriptId)}>
                <span className="grow clip">{titleOf(scriptId)}</span>
                <span className={isOld(standing.oldestAt, now) ? 'tag waiting' : 'tag'}>
                  {counted(standing.edits, 'edit')}
                  {standing.oldestAt === null ? '' : `, ${exactAgeWords(ageMs(standing.oldestAt, now))}`}
                </span>
                {WHY[standing.kind] === undefined ? null : <span className="why small">{WHY[standing.kind]}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      {rest.length === 0 ? null : <p className="quiet small">and {counted(rest.length, 'script')} more</p>}
    </section>
  );
}

/** Where the way to the server is not the reason. */
const WHY: Readonly<Partial<Record<Standing['kind'], string>>> = {
  refused: 'The server refused some',
  held: 'May not be sent now',
  'access-ended': 'Access ended',
  'newer-format': 'Needs a newer Galley',
  healing: 'Being brought back to the server',
};
