import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';

/** What the command line says: `electron [-r module] [--switch[=value]] <app> [arguments]`. */
export interface Launch {
  /** As the app's main process sees it in process.argv, after the executable. */
  readonly args: readonly string[];
  readonly preloads: readonly string[];
  readonly appFolder: string;
  readonly entry: string;
  readonly name: string;
  readonly version: string;
  readonly userData: string | undefined;
  readonly debuggingPort: string | undefined;
  /** Playwright preloads a module of its own: a test does what a person would do. */
  readonly isTested: boolean;
}

const Manifest = z.object({
  name: z.string().optional(),
  productName: z.string().optional(),
  version: z.string().default('0.0.0'),
  main: z.string().default('index.js'),
});

/** Splits the command line as Electron does: what comes before the app is Electron's, what comes after is the app's. */
export function splitArguments(args: readonly string[]): {
  readonly preloads: readonly string[];
  readonly app: string;
} {
  const preloads: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === '-r' || argument === '--require') preloads.push(args[(index += 1)] ?? '');
    else if (!argument.startsWith('-')) return { preloads, app: argument };
  }
  return { preloads, app: '.' };
}

export function switchValue(args: readonly string[], name: string): string | undefined {
  return args.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
}

/** @throws when there is no app at the path. */
export function readLaunch(args: readonly string[], workingFolder: string): Launch {
  const { preloads, app } = splitArguments(args);
  const path = resolve(workingFolder, app);
  const isFolder = statSync(path).isDirectory();
  const manifest = isFolder ? Manifest.parse(JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))) : undefined;
  return {
    args,
    preloads,
    appFolder: isFolder ? path : dirname(path),
    entry: manifest === undefined ? path : join(path, manifest.main),
    name: manifest?.productName ?? manifest?.name ?? 'Electron',
    version: manifest?.version ?? '0.0.0',
    userData: switchValue(args, 'user-data-dir'),
    isTested: preloads.length > 0,
    debuggingPort: switchValue(args, 'remote-debugging-port'),
  };
}
