import * as z from 'zod';

/** Names one script for ever, on every device and on the server. */
export const ScriptId = z.uuid().brand<'ScriptId'>();
export type ScriptId = z.output<typeof ScriptId>;

export const SceneId = z.uuid().brand<'SceneId'>();
export type SceneId = z.output<typeof SceneId>;

/** Unique within its script only: a duplicated script keeps none of them, but every index key is (script, row). */
export const RowId = z.uuid().brand<'RowId'>();
export type RowId = z.output<typeof RowId>;

/** Names one update for ever. Made by the window that typed it, so that a retried append is harmless. */
export const UpdateId = z.uuid().brand<'UpdateId'>();
export type UpdateId = z.output<typeof UpdateId>;

/** Names one import between its preview and its confirmation. */
export const ImportId = z.uuid().brand<'ImportId'>();
export type ImportId = z.output<typeof ImportId>;

/** Names one moment of a script's history. Made by the window, so that asking twice makes one. */
export const MomentId = z.uuid().brand<'MomentId'>();
export type MomentId = z.output<typeof MomentId>;

/** Names one backup, wherever it is copied to. */
export const BackupId = z.uuid().brand<'BackupId'>();
export type BackupId = z.output<typeof BackupId>;

/** Names one person: the id of their account, the same in every organisation. */
export const PersonId = z.uuid().brand<'PersonId'>();
export type PersonId = z.output<typeof PersonId>;

export const OrganizationId = z.uuid().brand<'OrganizationId'>();
export type OrganizationId = z.output<typeof OrganizationId>;

export const ProjectId = z.uuid().brand<'ProjectId'>();
export type ProjectId = z.output<typeof ProjectId>;

/** Names one vault: one account on one machine. */
export const DeviceId = z.uuid().brand<'DeviceId'>();
export type DeviceId = z.output<typeof DeviceId>;

export const InvitationId = z.uuid().brand<'InvitationId'>();
export type InvitationId = z.output<typeof InvitationId>;

/** Names one immutable state of a script. */
export const VersionId = z.uuid().brand<'VersionId'>();
export type VersionId = z.output<typeof VersionId>;

export const ReviewId = z.uuid().brand<'ReviewId'>();
export type ReviewId = z.output<typeof ReviewId>;

export const CommentId = z.uuid().brand<'CommentId'>();
export type CommentId = z.output<typeof CommentId>;

export const DecisionId = z.uuid().brand<'DecisionId'>();
export type DecisionId = z.output<typeof DecisionId>;

/** Names one device's key for signing decisions, within one organisation. */
export const DeviceKeyId = z.uuid().brand<'DeviceKeyId'>();
export type DeviceKeyId = z.output<typeof DeviceKeyId>;
