import * as Y from 'yjs';
import { ScriptModel } from '../../../app/script/model.ts';
import { HYDRATED } from '../../../app/script/origins.ts';
import { buildScript } from '../../../app/script/plain-script.ts';
import { anyScriptContent } from '../../support/any-script.ts';
import { editAnyhow } from '../../support/any-edit.ts';
import { Random } from '../../support/random.ts';
import type { Person } from '../log/world.ts';

/** A push takes so many updates. */
const AT_ONCE = 100;

/** Somebody who writes in a script and pushes, and hears of nobody else. */
export class Writer {
  readonly random: Random;
  readonly model: ScriptModel;
  readonly #person: Person;
  readonly #scriptId: string;
  readonly #unsent: Uint8Array[] = [];

  constructor(person: Person, scriptId: string, { seed, base = [] }: { seed: number; base?: readonly Uint8Array[] }) {
    this.#person = person;
    this.#scriptId = scriptId;
    this.random = new Random(seed);
    const doc = new Y.Doc();
    doc.clientID = 1 + this.random.below(0xffff_fffe);
    for (const update of base) Y.applyUpdate(doc, update, HYDRATED);
    let at = seed * 1_000_000;
    this.model = new ScriptModel(doc, {
      author: `writer ${seed}`,
      newId: () => this.random.uuid(),
      now: () => new Date((at += 1_000)),
    });
    doc.on('update', (update: Uint8Array) => this.#unsent.push(update));
  }

  /** So many edits, decided by chance. */
  edit(times: number): void {
    for (let done = 0; done < times; done++) editAnyhow(this.model, this.random);
  }

  /** Sends what was not sent yet, one update for each edit. */
  async push(): Promise<void> {
    while (this.#unsent.length > 0)
      await push(this.#person, this.#scriptId, this.#unsent.splice(0, AT_ONCE), this.random);
  }
}

export async function push(
  person: Person,
  scriptId: string,
  updates: readonly Uint8Array[],
  random: Random,
): Promise<void> {
  await person.call('push_updates', {
    script_id: scriptId,
    updates: updates.map((bytes) => ({ id: random.uuid(), format: 1, bytes: Buffer.from(bytes).toString('base64') })),
  });
}

/** A script with some scenes and rows, as updates. */
export function anyScript(random: Random): readonly Uint8Array[] {
  return buildScript(anyScriptContent(random), { newId: () => random.uuid() });
}
