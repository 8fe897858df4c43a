import type { Plugin } from 'vite';

/** position-strings hides Node's crypto from bundlers in this way, for a function that no page calls. */
const HIDDEN_REQUIRE = 'eval("require")("crypto")';
const DIRECT_EVAL = /(?<![\w.$])eval\(/u;

/**
 * Takes the one direct `eval` out of the pages and refuses any other. The window's policy would refuse to run it; that it
 * is there keeps every name around it as long as it was written, a tenth of all that a window reads when it starts.
 */
export function withoutEval(): Plugin {
  return {
    name: 'galley:without-eval',
    apply: 'build',
    transform(code, id) {
      return id.includes('/position-strings/') && code.includes(HIDDEN_REQUIRE)
        ? { code: code.replace(HIDDEN_REQUIRE, 'undefined'), map: null }
        : null;
    },
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk' && DIRECT_EVAL.test(part.code))
          throw new Error(`${part.fileName} holds a direct eval.`);
      }
    },
  };
}
