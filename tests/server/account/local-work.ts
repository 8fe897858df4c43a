import { statSync } from 'node:fs';
import { OrganizationId, ProjectId, type PersonId } from '../../../app/ids.ts';
import { printMarkdown } from '../../../app/script/formats/print-markdown.ts';
import { ScriptModel } from '../../../app/script/model.ts';
import { Epoch } from '../../../app/server/topics.ts';
import { openDoc, sceneOf, WrittenScript } from '../../support/written-script.ts';
import { openTestVault, type TestVault } from '../../support/vault.ts';

const PROJECT = ProjectId.parse('5eed0000-0000-4000-8000-0000000000b1');
const ORGANIZATION = OrganizationId.parse('5eed0000-0000-4000-8000-0000000000a1');
const TITLE = 'A week without a connection';

/** What a person does with a script of a project, on the vault of their account, whatever their session is. */
export class LocalWork implements AsyncDisposable {
  readonly #test: TestVault;
  readonly #script: WrittenScript;
  /** Edits that the server has not got: nothing takes any of them away. */
  #unsent: number;
  /** The file that it all stands in. */
  readonly #file: number;

  private constructor(test: TestVault, script: WrittenScript, unsent: number) {
    this.#test = test;
    this.#script = script;
    this.#unsent = unsent;
    this.#file = statSync(test.file).ino;
  }

  static async open(folder: string, personId: PersonId): Promise<LocalWork> {
    await using opening = new AsyncDisposableStack();
    const test = opening.use(await openTestVault({ folder, account: personId }));
    const script = await WrittenScript.create(test, TITLE, sceneOf('Dusk', 'First words'));
    await test.vault.sync.storeAccess({
      person: { personId, name: 'Felix' },
      organizations: [],
      projects: [
        { id: PROJECT, organizationId: ORGANIZATION, name: 'Harbour', role: 'internal', version: 1, archivedAt: null },
      ],
      scripts: [
        {
          id: script.scriptId,
          projectId: PROJECT,
          title: TITLE,
          status: 'draft',
          version: 1,
          epoch: Epoch.parse('0'.repeat(32)),
          head: 0,
          chain: null,
          dueAt: null,
        },
      ],
    });
    opening.move();
    return new LocalWork(test, script, await waitingIn(test));
  }

  /** Opens, types, searches and exports, and counts what waits to be sent. Every answer is to be true. */
  async does(): Promise<Record<'isThere' | 'opens' | 'edits' | 'searches' | 'exports' | 'keepsOutbox', boolean>> {
    const { vault } = this.#test;
    const { scriptId } = this.#script;
    const word = `word${(this.#unsent += 1)}`;
    this.#script.type(0, ` ${word}`);
    await this.#script.save();
    const opened = new ScriptModel(await openDoc(this.#test, scriptId), {
      newId: () => this.#test.random.uuid(),
      now: this.#test.clock.now,
      author: 'local',
    });
    const found = await vault.search(word, 5);
    const exported = printMarkdown(await vault.readPlain(scriptId), TITLE);
    return {
      isThere: statSync(this.#test.file).ino === this.#file,
      opens: opened.outline().rows.length === 1,
      edits: exported.includes('First words') && exported.includes(word),
      searches: found.some((hit) => hit.scriptId === scriptId),
      exports: exported.includes(TITLE),
      keepsOutbox: (await waitingIn(this.#test)) === this.#unsent,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#test[Symbol.asyncDispose]();
  }
}

async function waitingIn({ vault }: TestVault): Promise<number> {
  const [lane] = await vault.sync.lanes();
  return lane?.outbox.waiting ?? -1;
}
