import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** The first line of a test that mounts a disk: where that cannot be done it is reported as skipped, with the reason. */
export function needMounts({ skip }: Pick<TestContext, 'skip'>): void {
  skip(!canMount, 'Only root on Linux may mount a disk for a test.');
}

/** A disk of a few megabytes, in memory. */
export class SmallDisk implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'galley-disk-'));
  readonly #filler = join(this.path, 'somebody-else');

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.path]);
  }

  /** Another process takes every block that is left. */
  fill(): void {
    spawnSync('dd', ['if=/dev/zero', `of=${this.#filler}`, 'bs=4096', 'oflag=append', 'conv=notrunc'], {
      stdio: 'ignore',
    });
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }

  [Symbol.dispose](): void {
    // Lazily: a process that was just killed may still be letting go of its files.
    execFileSync('umount', ['-l', this.path]);
    rmdirSync(this.path);
  }
}
