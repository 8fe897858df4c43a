import { useState, type ReactNode } from 'react';
import type { ScriptStorage, Storage } from '../../app/ipc/storage.ts';
import { useApp } from '../app-services.ts';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menu.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { counted } from '../ui/words.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { sizeOf } from './sizes.ts';
import { totalOf } from './storage-total.ts';
import { useAnswer } from './use-answer.ts';

interface StorageSectionProps {
  readonly turn: number;
  readonly now: Date;
  readonly onChanged: () => void;
}

/** What each script takes on this device, largest first, and what can be done about it. */
export function StorageSection({ turn, onChanged, now }: StorageSectionProps): ReactNode {
  const storage = useAnswer('storage.list', {}, turn);
  const [removing, setRemoving] = useState<ScriptStorage | null>(null);
  return (
    <section aria-labelledby="health-storage" aria-busy={storage.kind === 'loading'}>
      <h3 id="health-storage">What scripts take on this device</h3>
      {storage.kind === 'failed' ? <p>This cannot be told just now.</p> : null}
      {storage.kind === 'there' ? <Used storage={storage.value} onRemove={setRemoving} /> : null}
      {removing === null ? null : (
        <RemoveDialog
          script={removing}
          now={now}
          onClose={() => setRemoving(null)}
          onRemoved={() => {
            setRemoving(null);
            onChanged();
          }}
        />
      )}
    </section>
  );
}

interface UsedProps {
  readonly storage: Storage;
  readonly onRemove: (script: ScriptStorage) => void;
}

function Used({ storage: { scripts, file, free }, onRemove }: UsedProps): ReactNode {
  const saveBundle = useSaveBundle();
  if (scripts.length === 0) return <p>There are no scripts on this device yet.</p>;
  return (
    <>
      <p className="soft">
        {counted(scripts.length, 'script')} in {sizeOf(file)}
        {free > file / 10 ? `, of which ${sizeOf(free)} are free and used again` : ''}. Every change since the first is
        kept.
      </p>
      <table className="plain used">
        <thead>
          <tr>
            <th scope="col">Script</th>
            <th scope="col">History</th>
            <th scope="col">Search</th>
            <th scope="col">Together</th>
            <th scope="col">
              <span className="hidden">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {scripts.map((script) => (
            <tr key={script.scriptId}>
              <th scope="row">
                <span className="script-name clip">{script.title}</span>
                {script.trashedAt === null ? null : <span className="tag">In the trash</span>}
              </th>
              <td className="num">{sizeOf(script.log + script.history + script.snapshot)}</td>
              <td className="num">{sizeOf(script.search)}</td>
              <td className="num">{sizeOf(totalOf(script))}</td>
              <td>
                <MenuButton
                  className="btn bare square"
                  label={`More for ${script.title}`}
                  groups={[
                    [
                      {
                        label: 'Save a bundle for support…',
                        icon: 'life-buoy',
                        run: () => saveBundle(script),
                      },
                    ],
                    [{ label: 'Remove from this device…', icon: 'trash', run: () => onRemove(script) }],
                  ]}
                >
                  <Icon name="ellipsis" />
                </MenuButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small quiet">
        A bundle for support is a script’s history with every letter replaced by another. It shows how you worked (when,
        how much, in what order) and not one of your words.
      </p>
    </>
  );
}

function useSaveBundle(): (script: ScriptStorage) => void {
  const { client, notices } = useApp();
  return ({ scriptId }) => {
    client.call('health.save-bundle', { scriptId }).then(
      (fileName) => {
        if (fileName !== null)
          notices.show({ text: `The bundle is saved as ${fileName}. There is no word of yours in it.` });
      },
      (error: unknown) => notices.show({ text: troubleLine(error, 'save the bundle') }),
    );
  };
}
