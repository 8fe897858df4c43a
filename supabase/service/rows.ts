import * as z from 'zod';
import { Bytes } from '../../app/bytes.ts';

/** A bigint of Postgres, which pg hands over as text: positions and counts, far below 2^53. */
export const position = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** A bytea of Postgres. */
export const bytes = Bytes;
