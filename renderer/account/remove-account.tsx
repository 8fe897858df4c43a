import { useEffect, useState, type ReactNode } from 'react';
import type { AccountState } from '../../app/ipc/account.ts';
import type { Output } from '../../app/ipc/contract.ts';
import { useApp } from '../app-services.ts';
import { troubleLine } from '../ui/trouble.ts';
import { useMinute } from '../ui/use-minute.ts';
import { counted, timeAgo } from '../ui/words.ts';
import { accountName } from './account-words.ts';

interface RemoveAccountProps {
  readonly known: AccountState['known'][number];
  readonly onDone: () => void;
}

/** What would be lost for good is listed first, and its number is confirmed with the deed. */
export function RemoveAccount({ known, onDone }: RemoveAccountProps): ReactNode {
  const { client } = useApp();
  const { account } = known;
  const [unsent, setUnsent] = useState<Output<'account.unsent'> | null>(null);
  const [isSeen, setSeen] = useState(false);
  const [turn, setTurn] = useState(0);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    client.call('account.unsent', { account }).then(
      (told) => {
        if (isWanted) setUnsent(told);
      },
      (error: unknown) => {
        if (isWanted) setTrouble(troubleLine(error, 'look at what is only on this device'));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [client, account, turn]);
  const edits = unsent?.reduce((sum, script) => sum + script.edits, 0) ?? 0;
  const remove = (): void => {
    setTrouble(null);
    client.call('account.remove', { account, confirmedUnsent: edits }).then(onDone, (error: unknown) => {
      setTrouble(troubleLine(error, 'remove this account'));
      setSeen(false);
      setTurn((before) => before + 1);
    });
  };
  const name = accountName(known);
  return (
    <div className="content" aria-busy={unsent === null && trouble === null}>
      <p>
        The scripts of <strong>{name}</strong> and their backups on this device are removed, and the account is signed
        out here. What the server has stays there, for everybody who may see it.
      </p>
      {unsent === null ? null : edits === 0 ? (
        <p className="soft">Everything of this account is on the server.</p>
      ) : (
        <Unsent unsent={unsent} edits={edits} isSeen={isSeen} onSeen={setSeen} />
      )}
      {trouble === null ? null : (
        <p role="alert" className="form-trouble">
          {trouble}
        </p>
      )}
      <footer>
        <button type="button" className="btn big bare" onClick={onDone}>
          Keep everything
        </button>
        <button
          type="button"
          className="btn big danger"
          disabled={unsent === null || (edits > 0 && !isSeen)}
          onClick={remove}
        >
          {edits === 0 ? 'Remove from this device' : `Remove, and lose ${counted(edits, 'edit')}`}
        </button>
      </footer>
    </div>
  );
}

interface UnsentProps {
  readonly unsent: Output<'account.unsent'>;
  readonly edits: number;
  readonly isSeen: boolean;
  readonly onSeen: (isSeen: boolean) => void;
}

function Unsent({ unsent, edits, isSeen, onSeen }: UnsentProps): ReactNode {
  const now = useMinute();
  return (
    <section className="unsent">
      <h3>Only on this device, and lost for good with it</h3>
      <ul>
        {unsent.map(({ title, edits: count, oldestAt }) => (
          <li key={`${title} ${oldestAt}`}>
            <strong>{title}</strong>{' '}
            <span className="quiet">
              {counted(count, 'edit')}, the oldest {timeAgo(new Date(oldestAt), now)}
            </span>
          </li>
        ))}
      </ul>
      <label className="check">
        <input type="checkbox" checked={isSeen} onChange={({ currentTarget }) => onSeen(currentTarget.checked)} />
        I have seen that {counted(edits, 'edit')} will be gone
      </label>
    </section>
  );
}
