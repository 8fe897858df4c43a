import { strict } from './strict.ts';

/** `app.commandLine`: switches for Chromium, collected until it starts. */
export function makeCommandLine(switches: Map<string, string>) {
  return strict('app.commandLine', {
    /** Lists of features add up: Playwright's and the app's would otherwise undo each other. */
    appendSwitch: (name: string, value = ''): void => {
      const before = switches.get(name);
      const adds = name.endsWith('-features') && before !== undefined && before !== '';
      switches.set(name, adds ? `${before},${value}` : value);
    },
    hasSwitch: (name: string): boolean => switches.has(name),
    getSwitchValue: (name: string): string => switches.get(name) ?? '',
    removeSwitch: (name: string): void => {
      switches.delete(name);
    },
    /** Chromium takes no plain arguments here but its window's URL. */
    appendArgument: (_argument: string): void => undefined,
  });
}
