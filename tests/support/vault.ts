import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScriptId, UpdateId } from '../../app/ids.ts';
import { Vault, type VaultOptions } from '../../main/vault/vault.ts';
import type { NewUpdate } from '../../main/vault/protocol.ts';
import type { WriterTools } from '../../main/vault/writer.ts';
import { Random } from './random.ts';

/** The threads' entry files as sources: Node strips the types. */
export const vaultWorkers = {
  writer: new URL('../../main/vault/vault.worker.ts', import.meta.url),
  keeper: new URL('../../main/vault/keeper.worker.ts', import.meta.url),
};

export const NOON = Date.UTC(2026, 5, 1, 12);

/** For a writer without a thread: its ids, and nothing to rescue from. */
export const writerTools: WriterTools = { newId: randomUUID, openSources: () => [] };

/** A clock that moves only when told to. */
export class TestClock {
  #now = NOON;

  readonly now = (): Date => new Date(this.#now);

  set(time: number): void {
    this.#now = time;
  }

  advance(byMs: number): void {
    this.#now += byMs;
  }
}

/** A folder that goes away with the test. */
export class TemporaryFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'galley-'));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface TestVault extends AsyncDisposable {
  readonly vault: Vault;
  readonly folder: string;
  readonly file: string;
  readonly clock: TestClock;
  readonly random: Random;
  scriptId(): ScriptId;
  update(bytes?: Uint8Array, format?: number): NewUpdate;
}

/** A real vault on a real disk, in a folder of its own unless one is given. */
export async function openTestVault(
  options: Partial<VaultOptions> & { readonly seed?: number } = {},
): Promise<TestVault> {
  await using opening = new AsyncDisposableStack();
  const folder = options.folder ?? opening.use(new TemporaryFolder()).path;
  const random = new Random(options.seed ?? 1);
  const clock = new TestClock();
  const vault = opening.use(
    await Vault.open({
      account: 'local',
      appVersion: '0.1.0',
      workers: vaultWorkers,
      now: clock.now,
      newId: () => random.uuid(),
      ...options,
      folder,
    }),
  );
  const opened = opening.move();
  return {
    vault,
    folder,
    file: join(folder, 'vault.db'),
    clock,
    random,
    scriptId: () => ScriptId.parse(random.uuid()),
    update: (bytes = Uint8Array.of(random.below(256), random.below(256)), format = 1) => ({
      updateId: UpdateId.parse(random.uuid()),
      format,
      bytes,
    }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
