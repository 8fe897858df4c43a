import { execFileSync } from 'node:child_process';

/** Every file that is or is about to be in the repository, as paths from its root. */
export function trackedFiles(): string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '');
}
