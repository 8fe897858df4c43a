import * as z from 'zod';
import { RowId, SceneId } from '../ids.ts';

const Run = z.object({
  text: z.string(),
  marks: z
    .object({
      bold: z.literal(true).exactOptional(),
      italic: z.literal(true).exactOptional(),
      underline: z.literal(true).exactOptional(),
      strike: z.literal(true).exactOptional(),
      highlight: z.literal(true).exactOptional(),
      link: z.object({ href: z.string() }).exactOptional(),
    })
    .exactOptional(),
});

const Dispute = z.object({ deletedBy: z.string(), deletedAt: z.number(), editedBy: z.array(z.number()).readonly() });

const GlanceRow = z.object({
  id: RowId,
  number: z.number().nullable(),
  dispute: Dispute.nullable(),
  video: z.array(Run).readonly(),
  audio: z.array(Run).readonly(),
  speaker: z.string().nullable(),
  seconds: z.number(),
});
export type GlanceRow = z.output<typeof GlanceRow>;

const GlanceScene = z.object({
  /** Null: the rows before the first scene. */
  id: SceneId.nullable(),
  number: z.number().nullable(),
  heading: z.string(),
  dispute: Dispute.nullable(),
  seconds: z.number(),
  /** How many rows it has; `rows` may hold fewer of them. */
  rowCount: z.number(),
  rows: z.array(GlanceRow).readonly(),
});
export type GlanceScene = z.output<typeof GlanceScene>;

/** A long script as it reads at its beginning, to be looked at while its document is being decoded. */
export const ScriptGlance = z.object({
  title: z.string(),
  layout: z.enum(['av', 'narration']),
  wordsPerMinute: z.number(),
  targetSeconds: z.number().nullable(),
  seconds: z.number(),
  /** All of them, the first ones with rows. */
  scenes: z.array(GlanceScene).readonly(),
});
export type ScriptGlance = z.output<typeof ScriptGlance>;
