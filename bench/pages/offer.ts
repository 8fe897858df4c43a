declare global {
  interface Window {
    /** What `runInBrowser` calls. */
    benchmark?: (input: unknown) => Promise<unknown>;
  }
}

/** Makes a page's work callable from the benchmark. Input and answer cross as JSON. */
export function offer<I, O>(work: (input: I) => Promise<O>): void {
  window.benchmark = (input) => work(input as I);
}
