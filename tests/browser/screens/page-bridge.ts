/** Bytes cross Playwright's bridge as lists of numbers under a name of their own. */
export function wrap(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: [...value] };
  if (Array.isArray(value)) return value.map(wrap);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wrap(inner)]));
  return value;
}

export function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value && Array.isArray(value.$bytes)) return Uint8Array.from(value.$bytes);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrap(inner)]));
}

/** Runs in the page before the app does, where there is nothing but what stands inside it. */
export function installBridge(keys: readonly (readonly [string, string])[]): void {
  const chords = new Map(keys);
  const revive = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(revive);
    if (typeof value !== 'object' || value === null) return value;
    if ('$bytes' in value && Array.isArray(value.$bytes)) return Uint8Array.from(value.$bytes);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revive(inner)]));
  };
  const flatten = (value: unknown): unknown => {
    if (value instanceof Uint8Array) return { $bytes: [...value] };
    if (Array.isArray(value)) return value.map(flatten);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, flatten(inner)]));
    return value;
  };
  const ask = Reflect.get(globalThis, 'machineAnswers') as (name: string, input: unknown) => Promise<unknown>;
  const bridge = {
    call: async (name: string, input: unknown) => revive(await ask(name, flatten(input))),
    on: (name: string, listener: (payload: unknown) => void) => {
      const hear = (event: Event): void => {
        const { detail } = event as CustomEvent<{ readonly event: string; readonly data: unknown }>;
        if (detail.event === name) listener(revive(detail.data));
      };
      addEventListener('machine', hear);
      return () => removeEventListener('machine', hear);
    },
  };
  Object.defineProperty(globalThis, 'galley', { value: bridge });
  addEventListener('keydown', (event) => {
    const chord = [event.ctrlKey && 'ctrl', event.altKey && 'alt', event.shiftKey && 'shift', event.key.toLowerCase()];
    const id = chords.get(chord.filter(Boolean).join('+'));
    if (id === undefined) return;
    event.preventDefault();
    dispatchEvent(new CustomEvent('machine', { detail: { event: 'command', data: { id } } }));
  });
}
