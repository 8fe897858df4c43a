import * as Y from 'yjs';
import { forgetAway, readAway, type Away } from '../../app/history/away.ts';
import { briefingOf, kindOf, type Briefing } from '../../app/history/briefing.ts';
import { RowId, SceneId, type ScriptId } from '../../app/ids.ts';
import type { AwayLog } from '../../app/ipc/briefing.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import { RECEIVED } from '../../app/script/origins.ts';
import type { Client } from '../client.ts';
import { Changing, type Readable } from '../document/readable.ts';
import type { Timers } from '../document/timers.ts';

/** What happened since the person last had everything on their screen. */
export interface News {
  readonly log: AwayLog;
  readonly away: Away;
  readonly briefing: Briefing;
}

export interface UnreadOptions {
  readonly client: Client;
  readonly scriptId: ScriptId;
  readonly model: ScriptModel;
  readonly timers: Timers;
  readonly now: () => Date;
  readonly report: (error: unknown) => void;
}

/** Marks of what has just been received are set together, when a pause lets them. */
const MARK_AFTER_MS = 250;
/** What comes back with a way to the server comes in pages: it is told of when a pause shows that all is here. */
const TELL_AFTER_MS = 1_500;
/** Whoever was elsewhere or cut off for a shorter time finds marks, and no offer. */
const OFFER_AFTER_MS = 5 * 60_000;

/**
 * What of one script a person has not read: everything behind the read mark when the script is opened, and what others
 * write while the person looks elsewhere. It moves the mark once everything is read, and never further than what this
 * window has on its screen.
 */
export class Unread implements Disposable {
  /** Null: nothing, or not known yet. */
  readonly news: Readable<News | null>;
  /** Rows and scenes that wear a mark. */
  readonly marked: Readable<ReadonlySet<string>>;
  /** How many edits the person is told of, unasked; 0 once they have looked or waved it away. */
  readonly offered: Readable<number>;
  /** Becomes true with the first answer. */
  readonly isKnown: Readable<boolean>;
  readonly #news = new Changing<News | null>(null);
  readonly #marked = new Changing<ReadonlySet<string>>(new Set());
  readonly #offered = new Changing(0);
  readonly #isKnown = new Changing(false);
  readonly #options: UnreadOptions;
  readonly #stack = new DisposableStack();
  /** When each was last read here, by this device's clock: the log's times are by the same. */
  readonly #readAt = new Map<string, number>();
  /** Changed by what came since a window last told whose it was. */
  #touched = new Set<string>();
  /** Changed by others, and not looked at yet whether it is in sight. */
  #fresh = new Set<string>();
  #cancel: (() => void) | null = null;
  #isInSight: (id: string) => boolean = () => false;
  /** What has no place in the script, such as a deleted row, is read in the briefing. */
  #isBriefed = false;
  #leftAt: number | null = null;
  /** Since when there has been no way to the server, until what came behind it has been told. */
  #cutOffAt: number | null = null;
  #cancelTelling: (() => void) | null = null;
  /** Everything was read here while something was still on its way: it is told when that has come. */
  #isOwed = false;

  private constructor(options: UnreadOptions) {
    this.#options = options;
    this.news = this.#news;
    this.marked = this.#marked;
    this.offered = this.#offered;
    this.isKnown = this.#isKnown;
  }

  static open(options: UnreadOptions): Unread {
    const unread = new Unread(options);
    unread.#listen();
    unread.#ask(() => unread.#offer()).catch(options.report);
    return unread;
  }

  /** Names who knows what the person has before their eyes. Answers how to stop asking them. */
  watch(isInSight: (id: string) => boolean): () => void {
    this.#isInSight = isInSight;
    return () => {
      if (this.#isInSight === isInSight) this.#isInSight = () => false;
    };
  }

  /** These were before the person's eyes long enough. */
  read(ids: readonly string[]): void {
    const at = this.#options.now().getTime();
    for (const id of ids) this.#readAt.set(id, at);
    this.#unmark(ids);
  }

  /** The briefing is on the screen: what has no place in the script is read there. */
  briefed(): void {
    this.#isBriefed = true;
    this.#offered.set(0);
    this.#settle();
  }

  /** The offer is waved away; what is marked stays marked. */
  dismiss(): void {
    this.#offered.set(0);
  }

  readAll(): void {
    const marked = [...this.#marked.get()];
    this.#isBriefed = true;
    this.#offered.set(0);
    this.read(marked);
    // Otherwise that has settled it.
    if (marked.length === 0) this.#settle();
  }

  [Symbol.dispose](): void {
    this.#cancel?.();
    this.#cancelTelling?.();
    this.#stack.dispose();
    this.#forget();
  }

  #listen(): void {
    const { client, model, scriptId } = this.#options;
    const ending = new AbortController();
    const { signal } = ending;
    this.#stack.defer(() => ending.abort());
    this.#stack.defer(
      model.onChange(({ origin, cells, rows, headings, structure, placed }) => {
        if (origin === RECEIVED)
          for (const id of [...cells.keys(), ...rows, ...headings, ...placed]) this.#touched.add(id);
        // What is no longer shown has no margin to stand in.
        if (structure) this.#unmark([...this.#marked.get()].filter((id) => !this.#isShown(id)));
      }),
    );
    // These come behind the session's own listeners: what they are about is in the document by now.
    this.#stack.defer(
      client.on('script.changed', (changed) => {
        // The person's own, from another window.
        if (changed.scriptId === scriptId) this.#touched = new Set();
      }),
    );
    this.#stack.defer(
      client.on('script.received', (received) => {
        if (received.scriptId === scriptId) this.#hear();
      }),
    );
    this.#stack.defer(
      client.on('sync.changed', ({ link: { kind } }) => {
        if (kind === 'offline' || kind === 'unavailable' || kind === 'signed-out')
          this.#cutOffAt ??= this.#options.now().getTime();
      }),
    );
    addEventListener('blur', () => (this.#leftAt ??= this.#options.now().getTime()), { signal });
    addEventListener('focus', () => this.#returned(), { signal });
  }

  #hear(): void {
    if (this.#cutOffAt !== null) this.#tellSoon(this.#cutOffAt);
    for (const id of this.#touched) this.#fresh.add(id);
    this.#touched = new Set();
    this.#cancel ??= this.#options.timers.after(MARK_AFTER_MS, () => {
      this.#cancel = null;
      const fresh = [...this.#fresh].filter((id) => this.#isShown(id));
      this.#fresh = new Set();
      const seen = document.hasFocus() ? fresh.filter((id) => this.#isInSight(id)) : [];
      const at = this.#options.now().getTime();
      for (const id of seen) this.#readAt.set(id, at);
      this.#mark(fresh.filter((id) => !seen.includes(id)));
      if (this.#isOwed) this.#settle();
    });
  }

  #tellSoon(since: number): void {
    this.#cancelTelling?.();
    this.#cancelTelling = this.#options.timers.after(TELL_AFTER_MS, () => {
      this.#cancelTelling = null;
      this.#cutOffAt = null;
      this.#askAfter(since);
    });
  }

  #isShown(id: string): boolean {
    const outline = this.#options.model.outline();
    const [row, scene] = [RowId.safeParse(id), SceneId.safeParse(id)];
    return (
      (row.success && outline.row(row.data) !== undefined) || (scene.success && outline.scene(scene.data) !== undefined)
    );
  }

  #returned(): void {
    const leftAt = this.#leftAt;
    this.#leftAt = null;
    if (leftAt !== null && this.#marked.get().size > 0) this.#askAfter(leftAt);
  }

  /** Whoever was away for long is offered to be told. */
  #askAfter(since: number): void {
    const isLong = this.#options.now().getTime() - since >= OFFER_AFTER_MS;
    this.#ask(() => {
      if (isLong) this.#offer();
    }).catch(this.#options.report);
  }

  #offer(): void {
    this.#offered.set(this.#news.get()?.briefing.edits.others ?? 0);
  }

  async #ask(then: () => void): Promise<void> {
    const { client, scriptId } = this.#options;
    const log = await client.call('briefing.log', { scriptId });
    if (this.#stack.disposed) return;
    if (log !== null && log.updates.some(({ isMine }) => !isMine)) {
      const away = readAway(log);
      const briefing = briefingOf(away, log);
      this.#forget();
      this.#isBriefed = false;
      this.#news.set({ log, away, briefing });
      this.#mark(placedIn(briefing, (id, at) => (this.#readAt.get(id) ?? -1) < at));
      then();
    }
    this.#isKnown.set(true);
  }

  #mark(ids: readonly string[]): void {
    const marked = this.#marked.get();
    if (ids.some((id) => !marked.has(id))) this.#marked.set(new Set([...marked, ...ids]));
  }

  #unmark(ids: readonly string[]): void {
    const left = new Set(this.#marked.get());
    for (const id of ids) left.delete(id);
    if (left.size === this.#marked.get().size) return;
    this.#marked.set(left);
    this.#settle();
  }

  /** Moves the mark when nothing is left to read. */
  #settle(): void {
    if (this.#marked.get().size > 0 || this.#fresh.size > 0) return;
    const news = this.#news.get();
    if (news !== null && !this.#isBriefed && hasUnplaced(news.briefing)) return;
    this.#tellRead().catch(this.#options.report);
  }

  async #tellRead(): Promise<void> {
    const { client, scriptId, model } = this.#options;
    const log = await client.call('briefing.log', { scriptId });
    if (this.#stack.disposed || this.#marked.get().size > 0) return;
    // What is on its way to this window has not been read in it.
    this.#isOwed = log !== null && !isIn(model.doc, log);
    if (log !== null && !this.#isOwed) await client.call('briefing.read', { scriptId, ordinal: log.head });
    this.#offered.set(0);
  }

  #forget(): void {
    const news = this.#news.get();
    if (news !== null) forgetAway(news.away);
    this.#news.set(null);
  }
}

/** What others changed and what stands in the script now. */
function placedIn({ rows, scenes }: Briefing, isUnread: (id: string, at: number) => boolean): readonly string[] {
  return [...rows, ...scenes].flatMap((news) =>
    kindOf(news) !== 'mine' && news.fate !== 'deleted' && isUnread(news.id, news.others[0]?.at ?? 0) ? [news.id] : [],
  );
}

const hasUnplaced = ({ rows, scenes }: Briefing): boolean =>
  [...rows, ...scenes].some((news) => kindOf(news) !== 'mine' && news.fate === 'deleted');

/** Whether a document has everything that a log holds. Removals alone leave no trace to look for. */
function isIn(doc: Y.Doc, { updates }: AwayLog): boolean {
  return updates.every(({ update, isMine }) => {
    if (isMine) return true;
    const { to } = Y.parseUpdateMeta(update);
    return Array.from(to).every(([client, clock]) => Y.getState(doc.store, client) >= clock);
  });
}
