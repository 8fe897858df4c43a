import { MomentId } from '../../app/ids.ts';
import type { Moment } from '../../app/ipc/history.ts';
import { useApp } from '../app-services.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { troubleLine } from '../ui/trouble.ts';

export interface Moments {
  readonly name: (ordinal: number, name: string) => void;
  readonly rename: (moment: Moment, name: string) => void;
  readonly remove: (moment: Moment) => void;
  /** A flag before something that changes the whole script. */
  readonly markBefore: (ordinal: number, name: string) => void;
}

/** Names for moments. `changed`: the line has to be read anew. */
export function useMoments({ scriptId }: ScriptSession, changed: () => void): Moments {
  const { client, notices, newId, report } = useApp();
  const attempt = (deed: string, doing: Promise<unknown>): void => {
    doing.then(changed, (error: unknown) => notices.show({ text: troubleLine(error, deed) }));
  };
  const flag = (ordinal: number, kind: 'named' | 'restored', name: string): Promise<Moment> =>
    client.call('history.name-moment', { scriptId, momentId: MomentId.parse(newId()), ordinal, kind, name });
  return {
    name: (ordinal, name) => attempt('name this moment', flag(ordinal, 'named', name)),
    rename: ({ momentId }, name) =>
      attempt('rename this moment', client.call('history.rename-moment', { scriptId, momentId, name })),
    remove: ({ momentId, name }) => {
      const bringBack = (): void =>
        attempt('bring the name back', client.call('history.restore-moment', { scriptId, momentId }));
      attempt(
        'take this name off the line',
        client
          .call('history.remove-moment', { scriptId, momentId })
          .then(() =>
            notices.show({ text: `“${name}” is off the time line.`, action: { label: 'Undo', run: bringBack } }),
          ),
      );
    },
    // The restoration itself is done and can be undone: a missing flag is a fault to report and no reason to stop anyone.
    markBefore: (ordinal, name) => void flag(ordinal, 'restored', name).then(changed, report),
  };
}
