import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

for (const script of ['diagram:check', 'types', 'lint', 'format:check']) {
  test(`[HOUSE-4] [HOUSE-12] npm run ${script} holds`, { timeout: 240_000 }, () => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    expect(status, stdout + stderr).toBe(0);
  });
}
