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
