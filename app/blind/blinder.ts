import * as Y from 'yjs';
import { Keys } from './keys.ts';
import { Noise } from './noise.ts';
import type { Pad } from './pad.ts';
import { exchangeIds, exchangeOrders, isUuid } from './ranks.ts';
import { putTogether, takeApart, type Struct } from './update-structs.ts';
import { BlindValues, objectsIn, textsIn } from './blind-values.ts';

/** Reads a whole log once, because ids and places are exchanged for others by their rank among all there are. */
export class Survey {
  readonly #keys = new Keys();
  readonly #ids = new Set<string>();
  readonly #orders = new Set<string>();

  /** Answers false where the bytes are no update. */
  add(update: Uint8Array): boolean {
    let structs: readonly Struct[];
    try {
      ({ structs } = takeApart(update));
    } catch {
      return false;
    }
    for (const struct of structs) {
      this.#keys.add(struct);
      if (!(struct instanceof Y.Item)) continue;
      if (struct.parentSub !== null) this.#addId(struct.parentSub);
      for (const value of valuesOf(struct.content)) {
        for (const text of textsIn(value)) this.#addId(text);
        for (const { order } of objectsIn(value)) if (typeof order === 'string') this.#orders.add(order);
      }
    }
    return true;
  }

  /** Call once everything was added. */
  blinder(pad: Pad): Blinder {
    const ids = exchangeIds(this.#ids, pad);
    const values = new BlindValues(new Noise(pad), { ids, orders: exchangeOrders(this.#orders, pad) });
    return new Blinder(this.#keys, values, ids);
  }

  #addId(text: string): void {
    if (isUuid(text)) this.#ids.add(text);
  }
}

/** Rewrites the updates of one log struct by struct: every word becomes noise, everything else stays. */
export class Blinder {
  readonly #keys: Keys;
  readonly #values: BlindValues;
  readonly #ids: ReadonlyMap<string, string>;

  constructor(keys: Keys, values: BlindValues, ids: ReadonlyMap<string, string>) {
    this.#keys = keys;
    this.#values = values;
    this.#ids = ids;
  }

  /** Null where the bytes are no update: nothing can then be told apart from words. */
  blind(update: Uint8Array): Uint8Array | null {
    try {
      const { structs, deletes } = takeApart(update);
      return putTogether({ structs: structs.map((struct) => this.#struct(struct)), deletes });
    } catch {
      return null;
    }
  }

  /** What stands for an id in this bundle; null for one that the log does not name. */
  idFor(id: string): string | null {
    return this.#ids.get(id) ?? null;
  }

  #struct(struct: Struct): Struct {
    if (!(struct instanceof Y.Item)) return struct;
    const { id, origin, rightOrigin, parentSub, content } = struct;
    // Yjs names a root of the document by its text and gives any other parent as an id.
    const parent: unknown = struct.parent;
    const blindParent = typeof parent === 'string' ? this.#values.name(parent) : struct.parent;
    const blindSub = parentSub === null ? null : this.#values.name(parentSub);
    const key = this.#keys.of(id);
    // The types of Yjs know only documents; in an update taken apart a parent may be a text.
    return new Y.Item(
      id,
      null,
      origin,
      null,
      rightOrigin,
      blindParent as Y.Item['parent'],
      blindSub,
      this.#content(content, id, key),
    );
  }

  #content(content: Y.Item['content'], { client, clock }: Y.ID, key: string | null): Y.Item['content'] {
    const values = this.#values;
    const at = { client, clock, key };
    if (content instanceof Y.ContentString) return new Y.ContentString(values.characters(content.str, client, clock));
    if (content instanceof Y.ContentAny) {
      return new Y.ContentAny(content.arr.map((value, index) => values.value(value, { ...at, clock: clock + index })));
    }
    if (content instanceof Y.ContentJSON) {
      return new Y.ContentJSON(content.arr.map((value, index) => values.value(value, { ...at, clock: clock + index })));
    }
    if (content instanceof Y.ContentFormat)
      return new Y.ContentFormat(values.name(content.key), values.shared(content.value) as object);
    if (content instanceof Y.ContentEmbed) return new Y.ContentEmbed(values.value(content.embed, at) as object);
    if (content instanceof Y.ContentBinary) return new Y.ContentBinary(values.bytes(content.content, at));
    if (content instanceof Y.ContentDoc) {
      const { guid, meta, gc, autoLoad } = content.doc;
      return new Y.ContentDoc(
        new Y.Doc({ guid: values.name(guid), meta: values.value(meta, at) as object, gc, autoLoad }),
      );
    }
    if (content instanceof Y.ContentType) return new Y.ContentType(this.#type(content.type));
    // What is left has only a length.
    return content;
  }

  #type(type: Y.ContentType['type']): Y.ContentType['type'] {
    if (type instanceof Y.XmlHook) return new Y.XmlHook(this.#values.name(type.hookName ?? ''));
    if (type instanceof Y.XmlElement) return new Y.XmlElement(this.#values.name(type.nodeName));
    return type;
  }
}

function valuesOf(content: Y.Item['content']): readonly unknown[] {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
  if (content instanceof Y.ContentFormat) return [content.value];
  if (content instanceof Y.ContentEmbed) return [content.embed];
  return [];
}
