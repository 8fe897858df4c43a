import type { SceneId } from '../../app/ids.ts';
import type { Peer } from '../../app/ipc/together.ts';
import type { Outline } from '../../app/script/outline.ts';
import type { Readable } from '../document/readable.ts';

const NOBODY: readonly Peer[] = [];

/** Nobody else, now and ever. */
export const ALONE: Readable<readonly Peer[]> = { get: () => NOBODY, subscribe: () => () => undefined };

/** Everybody once: somebody with two windows is where the window is that has a caret. */
export function peopleIn(peers: readonly Peer[]): readonly Peer[] {
  const found = new Map<string, Peer>();
  for (const peer of peers) {
    const known = found.get(peer.personId);
    if (known === undefined || (known.place === null && peer.place !== null)) found.set(peer.personId, peer);
  }
  return [...found.values()];
}

/** Who is in which scene; whoever is in no cell, or before the first scene, is in none. */
export function peopleByScene(peers: readonly Peer[], outline: Outline): ReadonlyMap<SceneId, readonly Peer[]> {
  const scenes = new Map<SceneId, Peer[]>();
  for (const peer of peopleIn(peers)) {
    const sceneId = (peer.place === null ? undefined : outline.row(peer.place.rowId)?.sceneId) ?? null;
    if (sceneId === null) continue;
    const known = scenes.get(sceneId);
    if (known === undefined) scenes.set(sceneId, [peer]);
    else known.push(peer);
  }
  return scenes;
}
