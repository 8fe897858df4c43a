import * as Y from 'yjs';
import { takeApart } from './update-structs.ts';

/** One update in one line: which clients, from which clocks on, how much of what, how much deleted. */
export function describeUpdate(update: Uint8Array): string {
  const { structs, deletes } = takeApart(update);
  const clients = new Map<number, { from: number; to: number }>();
  const contents = new Map<string, number>();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    const run = clients.get(client) ?? { from: clock, to: clock };
    clients.set(client, { from: Math.min(run.from, clock), to: Math.max(run.to, clock + struct.length) });
    const kind = struct instanceof Y.Item ? contentName(struct.content) : struct instanceof Y.Skip ? 'skip' : 'gone';
    contents.set(kind, (contents.get(kind) ?? 0) + struct.length);
  }
  let deleted = 0;
  for (const runs of deletes.values()) for (const { len } of runs) deleted += len;
  const parts = [
    ...[...clients].map(([client, { from, to }]) => `${client}:${from}-${to}`),
    ...[...contents].map(([kind, length]) => `${kind} ${length}`),
    ...(deleted === 0 ? [] : [`deletes ${deleted}`]),
  ];
  return parts.join('  ');
}

function contentName(content: Y.Item['content']): string {
  if (content instanceof Y.ContentString) return 'text';
  if (content instanceof Y.ContentFormat) return 'format';
  if (content instanceof Y.ContentType) return 'type';
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return 'value';
  if (content instanceof Y.ContentDeleted) return 'deleted';
  return 'other';
}
