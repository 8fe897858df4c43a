import * as z from 'zod';
import { CommentId, DecisionId, DeviceKeyId, PersonId, ReviewId, VersionId } from '../ids.ts';
import { Chain } from './chain.ts';

/** SHA-256 in hexadecimal. */
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Time = z.iso.datetime({ offset: true });
const Comment = z.object({ comment_id: CommentId });

/** What the functions about versions, reviews and comments answer when they do not refuse (app/server/refusal.ts). */
export const reviewResults = {
  /** `number` counts the script's versions from 1. `content_hash` is over the canonical JSON of all its scenes. */
  publish_version: z.object({ version_id: VersionId, number: z.int().positive(), content_hash: Sha256 }),
  send_to_review: z.object({ review_id: ReviewId }),
  close_review: z.object({ review_id: ReviewId }),
  revoke_review_person: z.object({ review_id: ReviewId, person_id: PersonId }),
  comment: Comment,
  edit_comment: Comment,
  delete_comment: Comment,
  resolve_comment: Comment,
  react: Comment,
  /** `ordinal` counts the review's decisions from 1; `chain` binds each to those before it. */
  decide: z.object({ decision_id: DecisionId, ordinal: z.int().positive(), chain: Chain, received_at: Time }),
  register_device_key: z.object({ device_key_id: DeviceKeyId }),
  /** How many were unread until now. */
  read_notifications: z.object({ read: z.int().nonnegative() }),
} as const satisfies Record<string, z.ZodType>;
