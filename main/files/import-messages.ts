import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';
import { FailureCode } from '../../app/failure.ts';
import { ImportPreview } from '../../app/ipc/contract.ts';

/** What goes into the process that reads foreign files. */
export const ImportQuestion = z.object({ fileName: z.string(), content: Bytes });
export type ImportQuestion = z.output<typeof ImportQuestion>;

/** What a script of the greatest size takes, and some. */
const MAX_ANSWER_BYTES = 200 * 1024 * 1024;
const ReadUpdates = z
  .array(Bytes)
  .refine((updates) => updates.reduce((sum, { byteLength }) => sum + byteLength, 0) <= MAX_ANSWER_BYTES);
const ReadPreview = ImportPreview.omit({ importId: true }).extend({
  notes: z.array(z.string().max(2_000)).max(100),
  sample: ImportPreview.shape.sample.max(50),
});

/**
 * What comes out of it. A file may have talked that process into anything, so its answer is checked like one from
 * outside.
 */
export const ImportAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), preview: ReadPreview, updates: ReadUpdates }),
  z.object({ kind: z.literal('refused'), code: FailureCode, message: z.string() }),
  z.object({ kind: z.literal('broken'), message: z.string() }),
]);
export type ImportAnswer = z.output<typeof ImportAnswer>;
