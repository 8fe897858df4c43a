import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC_IMPORT = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every import below these folders, paths as from the repository's root. Tests beside their file count as tests. */
export function readImports(folders: readonly string[]): Import[] {
  return folders
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`))
    .flatMap((path) => {
      const file = path.replaceAll('\\', '/');
      const source = readFileSync(file, 'utf8');
      const target = (specifier: string): string =>
        specifier.startsWith('.')
          ? normalize(join(dirname(file), specifier.replace(/\?.*$/, ''))).replaceAll('\\', '/')
          : specifier;
      return [
        ...Array.from(source.matchAll(IMPORT), ([, typeOnly, specifier = '']) => ({
          from: file,
          to: target(specifier),
          typeOnly: typeOnly !== undefined,
        })),
        ...Array.from(source.matchAll(DYNAMIC_IMPORT), ([, specifier = '']) => ({
          from: file,
          to: target(specifier),
          typeOnly: false,
        })),
      ];
    });
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

export const layerOf = (path: string): string => (isTest(path) ? 'tests' : (path.split('/')[0] ?? path));
