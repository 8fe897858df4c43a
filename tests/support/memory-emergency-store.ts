import type { UpdateId } from '../../app/ids.ts';
import type { EmergencyStore, KeptRow } from '../../renderer/document/emergency-store.ts';

/** An emergency store in memory, which outlives windows as the real one does. Its contract is the real one's. */
export class MemoryEmergencyStore implements EmergencyStore {
  readonly rows = new Map<UpdateId, KeptRow>();
  /** Decides the fate of a call: `lose` does the work and then fails all the same. */
  fate: (deed: 'keep' | 'read' | 'forget') => 'do' | 'lose' | 'fail' = () => 'do';
  /** Waited for before every answer. */
  gate: Promise<void> = Promise.resolve();

  async keep(rows: readonly KeptRow[]): Promise<void> {
    await this.#do('keep', () => {
      for (const row of rows) this.rows.set(row.updateId, structuredClone(row));
    });
  }

  async read(): Promise<readonly KeptRow[]> {
    const found: KeptRow[] = [];
    await this.#do('read', () => found.push(...this.rows.values()));
    return found.toSorted((a, b) => a.at - b.at || a.turn - b.turn);
  }

  async forget(updateIds: readonly UpdateId[]): Promise<void> {
    await this.#do('forget', () => {
      for (const updateId of updateIds) this.rows.delete(updateId);
    });
  }

  async #do(deed: 'keep' | 'read' | 'forget', work: () => void): Promise<void> {
    const fate = this.fate(deed);
    await this.gate;
    if (fate === 'fail') throw new Error('This store cannot be used.');
    work();
    if (fate === 'lose') throw new Error('The answer was lost.');
  }
}
