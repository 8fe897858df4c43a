import * as Y from 'yjs';
import type { ScriptGlance } from '../../app/ipc/script-glance.ts';
import { drawGlance } from '../../renderer/editor/glance-drawing.ts';
import { offer } from './offer.ts';

type Input =
  | { readonly way: 'glance'; readonly glance: ScriptGlance; readonly styles: string }
  | { readonly way: 'decode'; readonly state: string };

/** Answers in milliseconds how long this page, which has done nothing before, takes for one of the two. */
offer(async (input: Input) => ({ tookMs: input.way === 'glance' ? timeToWords(input) : timeToDocument(input.state) }));

/** Until the words have their places: painting them is left, as it is after decoding. */
function timeToWords({ glance, styles }: Extract<Input, { way: 'glance' }>): number {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [sheet];
  const surface = document.body.appendChild(document.createElement('div'));
  surface.className = 'surface';
  const start = performance.now();
  // As it is copied on its way out of the bridge.
  surface.replaceChildren(drawGlance(structuredClone(glance)));
  const { height } = surface.getBoundingClientRect();
  const tookMs = performance.now() - start;
  if (height < 1_000) throw new Error('The glance was not laid out.');
  return tookMs;
}

function timeToDocument(coded: string): number {
  const state = Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
  const doc = new Y.Doc();
  const start = performance.now();
  Y.applyUpdate(doc, state);
  return performance.now() - start;
}
