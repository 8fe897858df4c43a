import type { Changed } from '../../app/ipc/projects.ts';
import type { RemoteTrouble } from '../../app/sync/ports.ts';

/** What a person is told of a change that the server did not make. */
export function failedChange(trouble: RemoteTrouble): Extract<Changed, { kind: 'failed' }> {
  switch (trouble.kind) {
    case 'offline':
    case 'signed-out':
      return { kind: 'failed', because: trouble.kind };
    case 'refused':
      return { kind: 'failed', because: refusedBecause(trouble.refusal.code) };
    case 'unavailable':
    case 'unreadable':
    case 'too-old':
    case 'aborted':
      return { kind: 'failed', because: 'unavailable' };
    default:
      return trouble satisfies never;
  }
}

function refusedBecause(code: string): Extract<Changed, { kind: 'failed' }>['because'] {
  if (code === 'not-allowed' || code === 'not-found' || code === 'signed-out') return code;
  return 'invalid';
}
