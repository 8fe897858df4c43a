import type { ScriptStatus } from '../../app/access/roles.ts';
import type { Changed, ProjectScript, ProjectsView } from '../../app/ipc/projects.ts';

export const statusNames = {
  draft: 'Draft',
  in_review: 'In review',
  changes_requested: 'Changes asked for',
  approved: 'Approved',
  archived: 'Archived',
} as const satisfies Record<ScriptStatus, string>;

/** What a status does to those who write. */
export const statusMeanings = {
  draft: 'Everybody of the team writes.',
  in_review: 'It is before clients. What freelancers write waits on their devices.',
  changes_requested: 'Clients asked for changes. Everybody of the team writes.',
  approved: 'It is agreed. What freelancers write waits on their devices.',
  archived: 'Nobody writes until it is taken out of the archive.',
} as const satisfies Record<ScriptStatus, string>;

/** What a library's row says of a script's project, before the number of rows. */
export function placeWords({ projects }: ProjectsView, script: ProjectScript | null): string | null {
  if (script === null) return null;
  const project = projects.find(({ projectId }) => projectId === script.projectId)?.name ?? 'A project you left';
  if (!script.hasAccess) return `${project}, access ended`;
  return script.status === null ? `${project}, new` : `${project}, ${statusNames[script.status].toLowerCase()}`;
}

/** Why something did not happen, what is safe, and what to do; null where it did, or will by itself. */
export function changeTrouble(changed: Changed, deed: string): string | null {
  switch (changed.kind) {
    case 'done':
    case 'later':
      return null;
    case 'lost':
      return lostWords(changed);
    case 'failed':
      return `Galley could not ${deed}. ${WHY[changed.because]}`;
    default:
      return changed satisfies never;
  }
}

function lostWords({ title, status }: Extract<Changed, { kind: 'lost' }>): string {
  const now = [
    title === null ? [] : [`its title is “${title}”`],
    status === null ? [] : [`it is “${statusNames[status]}”`],
  ];
  return `Somebody changed this script first, so nothing was changed: ${now.flat().join(' and ')} now. Look at it, and choose again.`;
}

const WHY = {
  offline: 'There is no way to the server. Nothing was changed. Try again when you are online.',
  unavailable: 'The server does not answer. Nothing was changed. Try again in a moment.',
  'signed-out': 'You are signed out. Nothing was changed. Sign in and try again.',
  'not-allowed': 'Your role in this project does not allow it. Nothing was changed. Ask an internal member to do it.',
  'not-found': 'It is not there any more, or you have no access to it. Nothing was changed.',
  invalid: 'The server did not take it. Nothing was changed.',
} as const satisfies Record<Extract<Changed, { kind: 'failed' }>['because'], string>;

/** 212_000_000 → "212 MB", 2_147_483_648 → "2 GB". */
export function roomWords(bytes: number): string {
  const gigabytes = bytes / 1024 ** 3;
  if (gigabytes >= 1) return `${Number(gigabytes.toFixed(1))} GB`;
  return `${Math.max(1, Math.round(bytes / 1024 ** 2))} MB`;
}
