import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BUNDLE_ENDING } from '../../app/blind/bundle.ts';
import { Failure } from '../../app/failure.ts';
import type { ScriptId } from '../../app/ids.ts';
import type { Health, LogLine } from '../../app/ipc/health.ts';
import { asWriteFailure } from '../files/write-failures.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { Log } from '../log/log.ts';
import { readLog } from '../log/log-reader.ts';
import type { Vault } from '../vault/vault.ts';
import type { LoopDelay } from './loop-delay.ts';

export interface HealthDeskOptions {
  readonly vault: Pick<Vault, 'health' | 'recordBlind' | 'room'>;
  /** The folder that the scripts lie in. */
  readonly folder: string;
  readonly log: Pick<Log, 'folder' | 'lost' | 'info' | 'warn' | 'tagOf'>;
  readonly loopDelay: Pick<LoopDelay, 'spread'>;
  readonly appVersion: string;
  readonly now: () => Date;
  /** Makes a UUID. */
  readonly newId: () => string;
  /** Where bundles go unless a person says otherwise. */
  readonly documents: () => string;
  /** Lets the person choose where a bundle goes; null when they change their mind. */
  readonly chooseTarget: (path: string, windowId: number) => Promise<string | null>;
}

/** Gathers how the program is doing from those who know, and makes what is sent to support. */
export class HealthDesk {
  readonly #options: HealthDeskOptions;

  constructor(options: HealthDeskOptions) {
    this.#options = options;
  }

  async read(): Promise<Health> {
    const { vault, log, loopDelay, appVersion, now } = this.#options;
    const { stored, timings, writer, keeper } = await vault.health();
    return {
      readAt: now().getTime(),
      version: appVersion,
      stored,
      disk: await this.#disk(),
      saving: writer,
      keeping: keeper,
      timings: {
        commits: timings?.commits ?? null,
        opens: timings?.opens ?? null,
        loopDelay: loopDelay.spread(),
      },
      lostLogEntries: log.lost,
    };
  }

  async recentLog(limit: number): Promise<LogLine[]> {
    return [...(await readLog(this.#options.log.folder, limit))];
  }

  /** Answers the name of the file that was written. */
  async saveBundle(scriptId: ScriptId, windowId: number): Promise<string | null> {
    const { vault, log, documents, chooseTarget, now, newId } = this.#options;
    const suggested = `Galley script ${now().toISOString().slice(0, 10)}${BUNDLE_ENDING}`;
    const path = await chooseTarget(join(documents(), suggested), windowId);
    if (path === null) return null;
    const script = log.tagOf(scriptId);
    try {
      const bundle = await vault.recordBlind(scriptId);
      await writeWhole(path, bundle, { newId });
      log.info('blind.saved', { script, bytes: bundle.length });
      return basename(path);
    } catch (error) {
      const failure = asWriteFailure(error, path);
      log.warn('blind.failed', { script, code: failure instanceof Failure ? failure.code : 'unexpected' });
      throw failure;
    }
  }

  async #disk(): Promise<Health['disk']> {
    const { folder, vault } = this.#options;
    try {
      const { blocks, bavail, bsize } = await statfs(folder);
      return {
        totalBytes: blocks * bsize,
        freeBytes: bavail * bsize,
        room: vault.room,
        isReserveHeld: existsSync(join(folder, 'ballast')),
      };
    } catch {
      // The disk is away: the saving part says so itself.
      return null;
    }
  }
}
