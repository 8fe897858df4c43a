import * as z from 'zod';

/** `nearly-full`: what was held back for a full disk is spent, or never fitted. Saving works until the rest is gone too. */
export const DiskRoom = z.enum(['enough', 'nearly-full']);
export type DiskRoom = z.output<typeof DiskRoom>;
