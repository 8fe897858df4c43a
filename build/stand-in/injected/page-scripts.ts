import type { FromPage, Question, ToPage } from '../wire.ts';
import { makeBridge } from './bridge.ts';
import type { Bridge } from './bridge.ts';
import { chordsOfKeyPress } from './chords.ts';
import { makeCodec, makePageBase64 } from './codec.ts';
import type { Codec } from './codec.ts';
import { makePanel } from './panel.ts';
import { askBeforePermissions } from './permission-questions.ts';
import { makePreloadWorld } from './preload-world.ts';
import type { PreloadFacts, PreloadWorld } from './preload-world.ts';
import { watchWindow } from './window-watch.ts';

/** What the main process and one page's isolated world call each other by; fresh and secret for each page. */
export interface SecretNames {
  /** The function through which the isolated world speaks to the main process. */
  readonly binding: string;
  /** The function through which the main process delivers. */
  readonly deliver: string;
  /** The name of the events between the two worlds. */
  readonly bridge: string;
}

export interface PageScripts {
  readonly page: string;
  readonly isolated: string;
}

interface Parts {
  readonly makePreloadWorld: typeof makePreloadWorld;
  readonly watchWindow: typeof watchWindow;
  readonly makePanel: typeof makePanel;
  readonly chordsOfKeyPress: typeof chordsOfKeyPress;
}

/** Injected: puts the isolated world together and answers what the preload script sees. */
function assemble(names: SecretNames, facts: PreloadFacts, codec: Codec, bridge: Bridge, parts: Parts): PreloadWorld {
  const binding = Reflect.get(globalThis, names.binding) as (text: string) => void;
  Reflect.deleteProperty(globalThis, names.binding);
  const tell = (message: FromPage): void => binding(codec.encode(message));
  const world = parts.makePreloadWorld(facts, tell, bridge);
  const panel = parts.makePanel(tell);
  const watch = parts.watchWindow(tell, parts.chordsOfKeyPress, () => panel.isOpen());
  const asked = new Map<number, (granted: boolean) => void>();
  let lastQuestion = 0;
  bridge.lend('ask', (question: Question) => {
    const id = ++lastQuestion;
    return new Promise<boolean>((resolve) => {
      asked.set(id, resolve);
      tell({ kind: 'ask', id, question });
    });
  });
  const accept = (message: ToPage): void => {
    if (message.kind === 'chords') watch.setChords(message.chords);
    if (message.kind === 'navigating') watch.expectLeaving();
    if (message.kind === 'decision') asked.get(message.id)?.(message.granted);
    world.accept(message);
    panel.accept(message);
  };
  const deliver = (text: string): void => accept(codec.decode(text) as ToPage);
  Object.defineProperty(globalThis, names.deliver, { value: deliver });
  return world;
}

const inMainFrame = (body: string): string => `if (window === window.top) { ${body} }`;
const call = (made: (...args: never[]) => unknown, ...args: readonly string[]): string =>
  `(${made.toString()})(${args.join(', ')})`;

/** The two scripts that run in each new document of a window, before anything of the page's own: main frame only. */
export function pageScripts(names: SecretNames, facts: PreloadFacts, preload: string): PageScripts {
  const secret = JSON.stringify(names.bridge);
  const receive = `(name, value) => { if (name === 'ask') ${call(askBeforePermissions, 'value')}; }`;
  const parts = { makePreloadWorld, watchWindow, makePanel, chordsOfKeyPress };
  const sources = Object.entries(parts).map(([name, part]) => `${name}: ${part.toString()}`);
  const isolated = [
    `const codec = ${call(makeCodec, call(makePageBase64))};`,
    `const bridge = ${call(makeBridge, secret, `'preload'`, '() => undefined')};`,
    `const world = ${call(assemble, JSON.stringify(names), JSON.stringify(facts), 'codec', 'bridge', `{ ${sources.join(', ')} }`)};`,
    `const module = { exports: {} };`,
    `world.run(() => (function (require, module, exports, process, global) { ${preload}\n})`,
    `(world.require, module, module.exports, world.process, globalThis));`,
  ];
  return {
    page: inMainFrame(call(makeBridge, secret, `'page'`, receive)),
    isolated: `${inMainFrame(`{ ${isolated.join('\n')} }`)}\n//# sourceURL=preload.js`,
  };
}
