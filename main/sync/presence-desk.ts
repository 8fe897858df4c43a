import { may } from '../../app/access/roles.ts';
import { Failure } from '../../app/failure.ts';
import type { PersonId, ScriptId } from '../../app/ids.ts';
import { PresenceId, type CursorPlace, type Peer } from '../../app/ipc/together.ts';
import type { Lane } from '../../app/sync/facts.ts';
import type { LocalLog } from '../../app/sync/ports.ts';
import type { Together } from '../cloud/cursors.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Windows } from '../windows/windows.ts';

export interface PresenceDeskParts extends Pick<Surroundings, 'newId'> {
  /** Whose windows these are. */
  readonly account: PersonId;
  readonly local: Pick<LocalLog, 'lane' | 'access'>;
  readonly windows: Pick<Windows, 'send'>;
  readonly onTrouble: (error: unknown) => void;
}

interface Here {
  readonly scriptId: ScriptId;
  readonly presenceId: PresenceId;
}

/** Says to the others in a script which windows show it here, and to these windows who else is there. */
export class PresenceDesk {
  readonly #parts: PresenceDeskParts;
  /** What each window shows. Its name for the others is a new one with every script. */
  readonly #here = new Map<number, Here>();
  #together: Together | null = null;

  constructor(parts: PresenceDeskParts) {
    this.#parts = parts;
  }

  /** For as long as there is a way to the others. */
  follow(together: Together): Disposable {
    const hearing = together.hear((scriptId) => this.#tell(scriptId));
    this.#together = together;
    this.lookAgain();
    return {
      [Symbol.dispose]: () => {
        hearing[Symbol.dispose]();
        this.#together = null;
        // Who else is there is not known any more, and nobody is shown who may have gone.
        for (const { scriptId } of this.#here.values()) this.#tell(scriptId);
      },
    };
  }

  /** What a window shows now; null when it shows no script. */
  attend(windowId: number, scriptId: ScriptId | null): void {
    const before = this.#here.get(windowId);
    if (before?.scriptId === scriptId) return;
    if (before !== undefined) this.#together?.leave(before.scriptId, before.presenceId);
    this.#here.delete(windowId);
    if (scriptId === null) return;
    const here = { scriptId, presenceId: PresenceId.parse(this.#parts.newId()) };
    this.#here.set(windowId, here);
    this.#enter(windowId, here);
  }

  move(windowId: number, scriptId: ScriptId, place: CursorPlace | null): void {
    const here = this.#here.get(windowId);
    if (here?.scriptId === scriptId) this.#together?.move(scriptId, here.presenceId, place);
  }

  peers(windowId: number, scriptId: ScriptId): Peer[] {
    const here = this.#here.get(windowId);
    if (here?.scriptId !== scriptId) return [];
    return [...(this.#together?.peers(scriptId, here.presenceId) ?? [])];
  }

  /** Roles and topics may be others now. */
  lookAgain(): void {
    for (const [windowId, here] of this.#here) this.#enter(windowId, here);
  }

  #enter(windowId: number, here: Here): void {
    this.#tryEntering(windowId, here).catch((error: unknown) => {
      // A script on this device alone, or one that was removed meanwhile: nobody else is there.
      if (!(error instanceof Failure) || error.code !== 'not-found') this.#parts.onTrouble(error);
    });
  }

  async #tryEntering(windowId: number, here: Here): Promise<void> {
    const { local, account } = this.#parts;
    const [{ epoch, role, hasAccess }, access] = await Promise.all([local.lane(here.scriptId), local.access()]);
    if (this.#here.get(windowId) !== here) return;
    if (epoch === null || !hasAccess || !mayIn(role, 'read')) {
      return this.#together?.leave(here.scriptId, here.presenceId);
    }
    const name = access?.person.name ?? '';
    const me = { presenceId: here.presenceId, personId: account, name, isShown: mayIn(role, 'send') };
    this.#together?.enter(here.scriptId, epoch, me);
  }

  #tell(scriptId: ScriptId): void {
    for (const [windowId, here] of this.#here) {
      if (here.scriptId !== scriptId) continue;
      this.#parts.windows.send(windowId, 'together.changed', { scriptId, peers: this.peers(windowId, scriptId) });
    }
  }
}

const mayIn = (role: Lane['role'], verb: 'read' | 'send'): boolean => role !== null && may(role, verb, 'presence');
