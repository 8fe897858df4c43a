import * as z from 'zod';
import { OrganizationId, PersonId, ProjectId, ReviewId, ScriptId, UpdateId, VersionId } from '../ids.ts';
import { Chain } from './chain.ts';
import { Epoch } from './topics.ts';

/** A row's count of changes; the next change names it as `expected_version`. */
const Version = z.int().positive();
const Position = z.int().nonnegative();
/** With microseconds and offset, as Postgres writes it: 2026-11-20T09:00:00.123456+00:00. */
const Time = z.iso.datetime({ offset: true });
/** Not checked here: a pattern over megabytes costs more than the decoding, which checks them too. */
const Base64 = z.string();

export const OrganizationRole = z.enum(['admin', 'internal']);
export const ProjectRole = z.enum(['admin', 'internal', 'freelancer', 'client', 'viewer']);
export const ScriptStatus = z.enum(['draft', 'in_review', 'changes_requested', 'approved', 'archived']);
export type ScriptStatus = z.output<typeof ScriptStatus>;
export const ReviewState = z.enum(['open', 'replaced', 'closed']);

/** Who stands behind the indexes of frames. No name: they are gone, or never were of this organisation. */
const People = z.array(z.object({ id: PersonId, name: z.string().nullable() })).max(255);

/** What pull_updates answers. All kinds tell the log's present `head`. */
export const Pulled = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('updates'),
    /** Position of the first frame: the caller's own + 1, also when there is none. */
    first: z.int().positive(),
    count: Position,
    /** What app/server/frames.ts decodes. */
    frames: Base64,
    people: People,
    /** The chain behind the last frame: with `first + count - 1` the caller's next cursor. */
    chain: Chain,
    head: Position,
    has_more: z.boolean(),
    epoch: Epoch,
  }),
  z.object({
    kind: z.literal('snapshot'),
    /**
     * A Yjs state (V2) of everything up to and with `position`; the next pull goes on there. Read it with `applyUntouched`
     * (app/script/read-updates.ts): it is the log's document only as long as nobody tidies it.
     */
    bytes: Base64,
    /** Of the bytes, hexadecimal. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    position: z.int().positive(),
    chain: Chain,
    head: Position,
    epoch: Epoch,
  }),
  z.object({
    /** The server's log has another history than the caller's: it was restored. `chain` is the one at `head`. */
    kind: z.literal('diverged'),
    head: Position,
    chain: Chain,
    epoch: Epoch,
  }),
]);
export type Pulled = z.output<typeof Pulled>;

const Changed = z.object({ version: Version });

/** The highest `schema` of `health` that this build knows: of a server with a higher one it uses something that is gone. */
export const KNOWN_SCHEMA = 1;

/**
 * What the functions of organisations, projects, scripts and their logs answer when they do not refuse
 * (app/server/refusal.ts). Fields that a newer server adds are let pass and dropped.
 */
export const logResults = {
  create_organization: z.object({ id: OrganizationId, name: z.string(), version: Version }),
  create_project: z.object({ id: ProjectId, organization_id: OrganizationId, name: z.string(), version: Version }),
  archive_project: Changed,
  rename_project: Changed,
  create_script: z.object({
    id: ScriptId,
    project_id: ProjectId,
    title: z.string(),
    status: ScriptStatus,
    version: Version,
    head: Position,
    epoch: Epoch,
  }),
  set_status: Changed,
  rename_script: Changed,
  set_due: Changed,
  move_script: Changed,
  push_updates: z.object({
    /** One for each update, in the order in which they were given; those that were there before have their old one. */
    positions: z.array(z.int().positive()).min(1),
    /** The lowest and the highest of the positions. */
    first: z.int().positive(),
    last: z.int().positive(),
    /** The log's end after the call, and its chain there. */
    head: z.int().positive(),
    chain: Chain,
  }),
  pull_updates: Pulled,
  /** Those of the ids that the log does not hold, in the order in which they were given. */
  missing_updates: z.object({ missing: z.array(UpdateId) }),
  /** How far the person is now known to have read on this device; it never goes back. */
  seen: z.object({ position: Position }),
  my_access: z.object({
    person: z.object({ id: PersonId, name: z.string().nullable() }),
    organizations: z.array(
      z.object({ id: OrganizationId, name: z.string(), role: OrganizationRole, version: Version }),
    ),
    projects: z.array(
      z.object({
        id: ProjectId,
        organization_id: OrganizationId,
        name: z.string(),
        role: ProjectRole,
        version: Version,
        archived_at: Time.nullable(),
      }),
    ),
    /** Only those whose live text the person may read. */
    scripts: z.array(
      z.object({
        id: ScriptId,
        project_id: ProjectId,
        title: z.string(),
        status: ScriptStatus,
        version: Version,
        head: Position,
        /** At the head. Servers before 20261121 do not tell it. */
        chain: Chain.nullable().default(null),
        epoch: Epoch,
        due_at: Time.nullable(),
      }),
    ),
    reviews: z.array(
      z.object({
        id: ReviewId,
        title: z.string(),
        script_id: ScriptId,
        version_id: VersionId,
        state: ReviewState,
        due_at: Time.nullable(),
        epoch: Epoch,
      }),
    ),
  }),
  server_clock: z.object({ now: Time }),
  /** `schema` grows when something goes that an older app uses; an app that knows a lower number asks to be updated. */
  health: z.object({ ok: z.boolean(), schema: z.int().positive() }),
} as const satisfies Record<string, z.ZodType>;
