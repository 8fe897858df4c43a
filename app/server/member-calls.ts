import * as z from 'zod';
import { InvitationId, OrganizationId, PersonId, ProjectId, ReviewId } from '../ids.ts';
import { ProjectRole } from './log-calls.ts';

/** Twenty-two of the 62 letters and digits: 131 bits. */
export const InvitationCode = z
  .string()
  .regex(/^[0-9A-Za-z]{22}$/)
  .brand<'InvitationCode'>();
export type InvitationCode = z.output<typeof InvitationCode>;

/** What the functions about members answer when they do not refuse (app/server/refusal.ts). */
export const memberResults = {
  /** The code is told here and nowhere else: the server keeps its SHA-256. Asked again, it is a new one. */
  invite: z.object({
    invitation_id: InvitationId,
    code: InvitationCode,
    expires_at: z.iso.datetime({ offset: true }),
  }),
  /** Where the person is a member now, and what they were invited to look at. */
  accept_invitation: z.object({
    organization_id: OrganizationId,
    project_id: ProjectId.nullable(),
    review_id: ReviewId.nullable(),
    role: ProjectRole,
  }),
  change_role: z.object({ person_id: PersonId, role: ProjectRole }),
  revoke_member: z.object({ person_id: PersonId }),
  revoke_invitation: z.object({ invitation_id: InvitationId }),
  rename_person: z.object({ person_id: PersonId, name: z.string() }),
} as const satisfies Record<string, z.ZodType>;
