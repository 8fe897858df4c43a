import * as z from 'zod';
import { InvitationId, OrganizationId, PersonId, ProjectId } from '../ids.ts';

/** Twenty-two of the 62 letters and digits: 131 bits. */
export const InvitationCode = z
  .string()
  .regex(/^[0-9A-Za-z]{22}$/)
  .brand<'InvitationCode'>();
export type InvitationCode = z.output<typeof InvitationCode>;

const Place = z.object({ organization_id: OrganizationId, project_id: ProjectId.nullable() });

/** What the functions about members answer when they do not refuse (app/server/refusal.ts). */
export const memberResults = {
  /** Told this once: the server keeps the code's SHA-256 only. A repeated call with the same id tells no code. */
  invite: z.object({ invitation_id: InvitationId, code: InvitationCode.optional(), expires_at: z.string() }),
  /** Where the person is a member now. */
  accept_invitation: Place,
  change_role: z.object({ person_id: PersonId, role: z.string() }),
  revoke_member: z.object({ person_id: PersonId }),
  revoke_invitation: z.object({ invitation_id: InvitationId }),
} as const satisfies Record<string, z.ZodType>;
