import * as z from 'zod';
import { PersonId, ScriptId } from '../../app/ids.ts';

/** What a process of clients is told to be. */
export const Orders = z.object({
  url: z.string(),
  publishableKey: z.string(),
  scriptId: ScriptId,
  people: z.array(PersonId),
  folder: z.string(),
  seed: z.int(),
  editsPerSecond: z.number(),
  messagesPerSecond: z.number(),
});
export type Orders = z.output<typeof Orders>;

export const Asked = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), orders: Orders }),
  z.object({ kind: z.literal('stop-writing') }),
  /** Answers `report` once everything is sent and received. */
  z.object({ kind: z.literal('settle'), head: z.int(), withinMs: z.number() }),
  z.object({ kind: z.literal('end') }),
]);
export type Asked = z.output<typeof Asked>;

export const ClientReport = z.object({
  personId: PersonId,
  edits: z.int(),
  /** Its own Yjs client and how much that has written: the server's document has to know as much. */
  clientId: z.int(),
  clock: z.int(),
  position: z.int(),
  standing: z.string(),
  sha256: z.string(),
  /** Of what the vault rebuilds. */
  vaultSha256: z.string(),
});
export type ClientReport = z.output<typeof ClientReport>;

export const Told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('sample'), bytes: z.number(), agesMs: z.array(z.number()) }),
  z.object({ kind: z.literal('report'), clients: z.array(ClientReport) }),
]);
export type Told = z.output<typeof Told>;
