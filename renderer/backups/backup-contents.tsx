import { useEffect, useState, type ReactNode } from 'react';
import type { BackedUpSummary, BackupSummary } from '../../app/ipc/backups.ts';
import { useApp } from '../app-services.ts';
import { Icon } from '../ui/icon.tsx';
import { troubleLine } from '../ui/trouble.ts';
import { counted, moment } from '../ui/words.ts';
import { BringBackAllDialog } from './bring-back-all-dialog.tsx';
import { differenceWords, keptWords, sizeWords } from './backup-words.ts';
import { useBackupDeeds } from './use-backup-deeds.ts';

type Contents =
  | { readonly kind: 'loading' }
  | { readonly kind: 'listed'; readonly scripts: readonly BackedUpSummary[] }
  | { readonly kind: 'failed'; readonly error: unknown };

/** What one backup holds, beside how it is now, and what can be brought back from it. */
export function BackupContents({ backup }: { readonly backup: BackupSummary }): ReactNode {
  const contents = useContents(backup);
  const deeds = useBackupDeeds();
  const [asking, setAsking] = useState(false);
  const { backupId, madeAt, state, bytes, keptFor } = backup;
  const scripts = contents.kind === 'listed' ? contents.scripts : [];
  return (
    <section className="backup-contents" aria-labelledby="backup-name" aria-busy={contents.kind === 'loading'}>
      <div className="lead">
        <div className="grow">
          <h3 id="backup-name">{moment(new Date(madeAt))}</h3>
          <p className="small soft">
            {state === 'verified'
              ? 'Verified: opened again after it was written, and whole at every backup since.'
              : 'Something of this backup cannot be read any more. What is good in it can still be brought back.'}
            {bytes === null ? '' : ` ${sizeWords(bytes)}.`} {keptWords(keptFor)}
          </p>
        </div>
        <button type="button" className="btn" disabled={scripts.length === 0} onClick={() => setAsking(true)}>
          <Icon name="archive-restore" /> Bring back everything…
        </button>
      </div>
      {contents.kind === 'failed' ? (
        <p role="alert" className="form-trouble">
          {troubleLine(contents.error, 'read this backup')}
        </p>
      ) : (
        <table className="scripts">
          <thead>
            <tr>
              <th scope="col">Script</th>
              <th scope="col" className="now-column">
                Compared with now
              </th>
              <th scope="col" className="deeds-column">
                <span className="hidden">Restore</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {scripts.map((script) => (
              <tr key={script.scriptId}>
                <td>
                  <span className="script-name">{script.title}</span>
                  <span className="quiet small">
                    {counted(script.rows, 'row')} in {counted(script.scenes, 'scene')}, {counted(script.words, 'word')}
                    {script.isTrashed ? ', in the trash then' : ''}
                    {script.isCarried ? ', taken over from the backup before' : ''}
                  </span>
                </td>
                <td className={isLess(script) ? 'is-less' : ''}>{differenceWords(script)}</td>
                <td className="deeds">
                  <button
                    type="button"
                    className={isLess(script) ? 'btn' : 'btn bare'}
                    onClick={() => deeds.bringBack({ ...script, backupId })}
                  >
                    Bring back<span className="hidden"> what is gone from {script.title}</span>
                  </button>
                  <button
                    type="button"
                    className={isLess(script) ? 'btn' : 'btn bare'}
                    onClick={() => deeds.copy({ ...script, backupId })}
                  >
                    As a copy<span className="hidden"> of {script.title}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {asking ? (
        <BringBackAllDialog
          scripts={scripts}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            deeds.bringBackAll(backupId);
          }}
        />
      ) : null}
    </section>
  );
}

function isLess({ now, words, rows, scenes }: BackedUpSummary): boolean {
  return now === null || now.words < words || now.rows < rows || now.scenes < scenes;
}

function useContents({ backupId }: BackupSummary): Contents {
  const { client } = useApp();
  const [contents, setContents] = useState<Contents>({ kind: 'loading' });
  const [turn, setTurn] = useState(0);
  // Whatever is brought back or written changes the comparison.
  useEffect(() => client.on('library.changed', () => setTurn((before) => before + 1)), [client]);
  useEffect(() => {
    let wanted = true;
    client.call('backups.contents', { backupId }).then(
      (scripts) => {
        if (wanted) setContents({ kind: 'listed', scripts });
      },
      (error: unknown) => {
        if (wanted) setContents({ kind: 'failed', error });
      },
    );
    return () => {
      wanted = false;
    };
  }, [client, backupId, turn]);
  return contents;
}
