export function traceUpdates(_name: string, _count: number): { readonly typed: readonly Uint8Array[] } | undefined {
  return undefined;
}
