import { may, type Role, type ScriptStatus } from '../access/roles.ts';
import type { HeldReason, Lane } from './facts.ts';

/** What access said of the project that a script is in; null when it names no such project. */
export interface ProjectRights {
  readonly role: Role;
  readonly isArchived: boolean;
}

/** Why this person's edits may not go to the server now, as far as is known here; null when they may. */
export function reasonToHold(lane: Lane, project: ProjectRights | null): HeldReason | null {
  if (!lane.isRegistered) {
    if (project === null) return 'access-ended';
    if (project.isArchived) return 'archived';
    return may(project.role, 'create', 'script') ? null : 'role-may-not-write';
  }
  if (!lane.hasAccess) return 'access-ended';
  if (project?.isArchived === true) return 'archived';
  const role = lane.role ?? project?.role ?? null;
  if (role === null || lane.status === null) return null;
  if (may(role, 'write', 'live text', { status: lane.status })) return null;
  return reasonOf(lane.status, may(role, 'write', 'live text', { status: 'draft' }));
}

/** `mayElsewhere`: this role writes while a script is a draft. */
export function reasonOf(status: ScriptStatus, mayElsewhere: boolean): HeldReason {
  if (!mayElsewhere) return 'role-may-not-write';
  switch (status) {
    case 'in_review':
      return 'in-review';
    case 'approved':
      return 'approved';
    case 'archived':
      return 'archived';
    case 'draft':
    case 'changes_requested':
      return 'role-may-not-write';
    default:
      return status satisfies never;
  }
}

/** The server lost the script, as a restored one does, and this person may give it its place again. */
export function mayRegister(lane: Lane, project: ProjectRights | null): boolean {
  if (lane.isRegistered && lane.hasAccess) return false;
  return project !== null && !project.isArchived && may(project.role, 'create', 'script');
}
