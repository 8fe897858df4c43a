/** Put in its place by electron.vite.config.ts; where Node runs the sources as they are there is none. */
declare const GALLEY_BUILT_SERVER: unknown;

/** The server that this build was made for, not read yet; null in a build that leaves it open. */
export function builtSetting(): unknown {
  return typeof GALLEY_BUILT_SERVER === 'undefined' ? null : GALLEY_BUILT_SERVER;
}
