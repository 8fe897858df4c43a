import type { PersonId, ScriptId } from '../../app/ids.ts';
import type { Lane } from '../../app/sync/facts.ts';
import type { LocalLog } from '../../app/sync/ports.ts';
import type { Written } from './device.ts';

export class SimVault implements Disposable {
  declare readonly log: LocalLog;
  static empty(_personId: PersonId): Buffer {
    throw new Error('none');
  }
  static open(_image: Buffer, _personId: PersonId, _now: () => number): SimVault {
    throw new Error('none');
  }
  image(): Buffer {
    throw new Error('none');
  }
  has(_scriptId: ScriptId): boolean {
    throw new Error('none');
  }
  lane(_scriptId: ScriptId): Lane {
    throw new Error('none');
  }
  rows(_scriptId: ScriptId): readonly Written[] {
    throw new Error('none');
  }
  append(_scriptId: ScriptId, _update: Written): void {
    throw new Error('none');
  }
  [Symbol.dispose](): void {}
}
