import * as z from 'zod';
import { roles, scriptStatuses } from '../access/roles.ts';
import { OrganizationId, PersonId, ProjectId, ScriptId } from '../ids.ts';

export const ProjectSummary = z.object({
  projectId: ProjectId,
  organizationId: OrganizationId,
  organization: z.string(),
  name: z.string(),
  role: z.enum(roles),
  archivedAt: z.number().nullable(),
});
export type ProjectSummary = z.output<typeof ProjectSummary>;

/** What the server says of a script of a project; the words themselves are in the library's own list. */
export const ProjectScript = z.object({
  scriptId: ScriptId,
  projectId: ProjectId,
  /** Null while the server does not have it yet. */
  status: z.enum(scriptStatuses).nullable(),
  /** Null when access ended. */
  role: z.enum(roles).nullable(),
  dueAt: z.number().nullable(),
  hasAccess: z.boolean(),
  /** Somebody renamed it meanwhile: the server's title, until the person has chosen. */
  titleThere: z.string().nullable(),
});
export type ProjectScript = z.output<typeof ProjectScript>;

export const ProjectsView = z.object({
  person: z.object({ personId: PersonId, name: z.string().nullable() }).nullable(),
  organizations: z.array(z.object({ organizationId: OrganizationId, name: z.string(), role: z.enum(roles) })),
  projects: z.array(ProjectSummary),
  scripts: z.array(ProjectScript),
  /** Bytes of the account's scripts on this device, and what it may be before the person is asked. */
  storage: z.object({ usedBytes: z.number(), budgetBytes: z.number() }),
});
export type ProjectsView = z.output<typeof ProjectsView>;

/** What became of a change that the server may refuse because somebody was quicker. */
export const Changed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  /** It is kept here and sent when there is a way. */
  z.object({ kind: z.literal('later') }),
  /** Somebody changed it first: what it is now on the server. */
  z.object({
    kind: z.literal('lost'),
    title: z.string().nullable(),
    status: z.enum(scriptStatuses).nullable(),
  }),
  z.object({
    kind: z.literal('failed'),
    because: z.enum(['offline', 'unavailable', 'signed-out', 'not-allowed', 'not-found', 'invalid']),
  }),
]);
export type Changed = z.output<typeof Changed>;

const none = z.strictObject({});

export const projectCalls = {
  'projects.view': { input: none, output: ProjectsView },
  'projects.create': {
    input: z.strictObject({
      projectId: ProjectId,
      organizationId: OrganizationId,
      name: z.string().trim().min(1).max(200),
    }),
    output: Changed,
  },
  /** A script of this device becomes one of a project: its whole history is sent. */
  'projects.join': { input: z.strictObject({ scriptId: ScriptId, projectId: ProjectId }), output: Changed },
  /** Moves a script that the server has to another project. */
  'projects.move': { input: z.strictObject({ scriptId: ScriptId, projectId: ProjectId }), output: Changed },
  'projects.set-status': {
    input: z.strictObject({ scriptId: ScriptId, status: z.enum(scriptStatuses) }),
    output: Changed,
  },
  /** After a lost race of titles: which one it is to be. */
  'projects.settle-title': {
    input: z.strictObject({ scriptId: ScriptId, keep: z.enum(['mine', 'theirs']) }),
    output: Changed,
  },
  /** Scripts that were written before anybody signed in, and may be taken into the account that is shown. */
  'projects.local-scripts': {
    input: none,
    output: z.array(z.object({ scriptId: ScriptId, title: z.string(), editedAt: z.number(), words: z.int() })),
  },
  /** Takes one of them over, with its history; it then lies in the trash of the scripts without account. */
  'projects.take-local': { input: z.strictObject({ scriptId: ScriptId }), output: z.void() },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const projectEvents = {
  'projects.changed': none,
} as const satisfies Record<string, z.ZodType>;
