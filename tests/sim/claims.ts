import assert from 'node:assert/strict';
import type { PersonId, ScriptId } from '../../app/ids.ts';
import { EMPTY_CHAIN, type Chain } from '../../app/server/chain.ts';
import type { ScriptSync, Standing } from '../../app/ipc/sync.ts';
import type { SimDevice, Written } from './device.ts';
import type { ModelServer } from './server/model-server.ts';
import type { Truth } from './truth.ts';

/**
 * Holds what every engine says against what is so, whenever it says it. What a server that was restored has lost cannot
 * be known before it answers: until then a claim is not judged.
 */
export class Claims {
  readonly #server: ModelServer;
  readonly #truth: Truth;
  /** For each device and script: how many of its rows are known to be on the server, since which restore. */
  readonly #proven = new Map<
    string,
    { readonly restores: number; readonly rows: number; readonly last: Written | undefined }
  >();
  /** The places where each person's devices ever stood. */
  readonly #stood = new Map<string, Chain[]>();
  checked = 0;

  constructor(server: ModelServer, truth: Truth) {
    this.#server = server;
    this.#truth = truth;
  }

  /** `isQuiet`: nobody has typed for a while. */
  check(device: SimDevice, scripts: readonly ScriptSync[], { isQuiet = false } = {}): void {
    for (const script of scripts) this.#check(device, script, isQuiet);
  }

  /** A device's cursor, on its disk. */
  stood(personId: PersonId, scriptId: ScriptId, chain: Chain): void {
    const key = `${personId}:${scriptId}`;
    const places = this.#stood.get(key) ?? [];
    if (places.at(-1) !== chain) this.#stood.set(key, [...places.filter((place) => place !== chain), chain]);
  }

  /** How many rows that were written here, and known to be saved, are not on the server. */
  unsent(device: SimDevice, scriptId: ScriptId): number {
    const unproven = this.#unprovenRows(device, scriptId).filter((row) => device.knowsOf(row));
    return unproven.filter((row) => !this.#isThere(scriptId, row)).length;
  }

  #check(device: SimDevice, { scriptId, standing, position, head }: ScriptSync, isQuiet: boolean): void {
    const isKnown = this.#server.state.scripts.has(scriptId);
    if (!isKnown || !this.#hasHeard(device, scriptId)) return;
    this.checked += 1;
    const unsent = this.unsent(device, scriptId);
    // Whoever may not ask any more cannot be told what a restored server lost.
    const isUnknowable = standing.kind === 'access-ended' && device.vault?.said(scriptId).isHealing === true;
    const told = isUnknowable ? null : editsIn(standing);
    // While somebody types the number follows a moment later; that there is something is said at once.
    const isRight = told === null || (told === 0 ? unsent === 0 : !isQuiet || isPartial(standing) || told >= unsent);
    assert.ok(
      isRight,
      `${device.name} says ${standing.kind} with ${told} unsent edits; ${unsent} are not on the server`,
    );
    if (standing.kind !== 'on-server') return;
    assert.ok(position >= head, `${device.name} says on-server at ${position} of ${head}`);
    // Of what the windows have: the disk may be a moment ahead.
    const chain = this.#server.script(scriptId).log[position - 1]?.chain ?? EMPTY_CHAIN;
    for (const { personId } of standing.seenBy) {
      const places = this.#stood.get(`${personId}:${scriptId}`) ?? [];
      assert.ok(
        places.some((place) => this.#server.chains.leadsTo(chain, place)),
        `${device.name} says that ${personId} has seen everything; no device of theirs has it`,
      );
    }
  }

  #hasHeard({ connection }: SimDevice, scriptId: ScriptId): boolean {
    return connection.heard.get(scriptId) === this.#server.restores;
  }

  #unprovenRows(device: SimDevice, scriptId: ScriptId): readonly Written[] {
    const rows = device.written(scriptId);
    const key = `${device.name}:${scriptId}`;
    const known = this.#proven.get(key);
    const isGood = known?.restores === this.#server.restores && rows[known.rows - 1] === known.last;
    let proven = isGood ? known.rows : 0;
    for (let row = rows[proven]; row !== undefined && this.#isThere(scriptId, row); row = rows[proven]) proven += 1;
    this.#proven.set(key, { restores: this.#server.restores, rows: proven, last: rows[proven - 1] });
    return rows.slice(proven);
  }

  #isThere(scriptId: ScriptId, update: Pick<Written, 'bytes' | 'format'>): boolean {
    if (!this.#server.state.scripts.has(scriptId)) return false;
    return this.#truth.holds(scriptId, update);
  }
}

/** What was refused and what is held is told by itself, in this order: more may wait behind it. */
const isPartial = ({ kind }: Standing): boolean => kind === 'refused' || kind === 'held';

/** How many edits are claimed to be here only; null where the standing says nothing of it. */
function editsIn(standing: Standing): number | null {
  switch (standing.kind) {
    case 'on-server':
    case 'receiving':
      return 0;
    case 'only-here':
    // What the server has is then being asked: nothing is claimed to be there.
    case 'healing':
      return null;
    default:
      return standing.edits;
  }
}
