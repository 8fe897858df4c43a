import * as Y from 'yjs';
import type { ScriptId } from '../../app/ids.ts';
import { FORMAT } from '../../app/script/format.ts';
import { applyUntouched, isReadable } from '../../app/script/read-updates.ts';
import type { ModelServer } from './server/model-server.ts';
import type { LogRow } from './server/model-state.ts';

/** What the server's logs hold at this moment, as documents: what claims are held against. */
export class Truth {
  readonly #server: ModelServer;
  readonly #known = new Map<ScriptId, { readonly doc: Y.Doc; readonly log: readonly LogRow[] }>();

  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** The document of a script's log; it is not to be changed. */
  docOf(scriptId: ScriptId): Y.Doc {
    const { log } = this.#server.script(scriptId);
    const known = this.#known.get(scriptId);
    if (known?.log === log) return known.doc;
    const last = known?.log.length ?? 0;
    const goesOn = known !== undefined && known.log.at(-1) === log[last - 1] && last <= log.length;
    const doc = goesOn ? known.doc : new Y.Doc();
    const rows = log.slice(goesOn ? last : 0).filter(isShown);
    applyUntouched(doc, () => rows.forEach(({ bytes }) => Y.applyUpdate(doc, bytes)), 'truth');
    this.#known.set(scriptId, { doc, log });
    return doc;
  }

  /** Whether everything that an update says is in the server's log; one that nobody can read is there byte for byte. */
  holds(scriptId: ScriptId, update: { readonly bytes: Uint8Array; readonly format: number }): boolean {
    if (isShown(update)) return isPartOf(this.docOf(scriptId), update.bytes);
    return this.#server.script(scriptId).log.some(({ bytes }) => Buffer.from(bytes).equals(update.bytes));
  }
}

/** Of a known format and readable: what cannot be shown says nothing. */
export const isShown = ({ bytes, format }: { readonly bytes: Uint8Array; readonly format: number }): boolean =>
  format <= FORMAT && isReadable(bytes);

/** Whether applying the update would change nothing. */
function isPartOf(doc: Y.Doc, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update);
  const isInserted = structs.every(({ id, length }) => Y.getState(doc.store, id.client) >= id.clock + length);
  return (
    isInserted &&
    Array.from(ds.clients).every(([client, all]) => all.every(({ clock, len }) => areDeleted(doc, client, clock, len)))
  );
}

function areDeleted(doc: Y.Doc, client: number, clock: number, length: number): boolean {
  if (Y.getState(doc.store, client) < clock + length) return false;
  for (let at = clock; at < clock + length;) {
    const struct = Y.getItem(doc.store, Y.createID(client, at));
    if (!struct.deleted) return false;
    at = struct.id.clock + struct.length;
  }
  return true;
}
