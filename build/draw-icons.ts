import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** The icons that the interface uses. Add a name and run `npm run icons:interface`. */
const NAMES = [
  'archive-restore',
  'arrow-down',
  'arrow-right',
  'arrow-up',
  'check',
  'chevron-down',
  'chevron-left',
  'chevron-right',
  'chevron-up',
  'circle-alert',
  'circle-user-round',
  'clapperboard',
  'copy',
  'corner-down-left',
  'download',
  'ellipsis',
  'external-link',
  'eye',
  'eye-off',
  'file-down',
  'file-text',
  'file-up',
  'flag',
  'folder',
  'git-merge',
  'globe',
  'grip-vertical',
  'hard-drive',
  'hash',
  'house',
  'info',
  'keyboard',
  'layout-template',
  'life-buoy',
  'link',
  'lock',
  'log-in',
  'log-out',
  'megaphone',
  'menu',
  'message-square',
  'mic',
  'move-vertical',
  'package',
  'panel-left',
  'pencil',
  'plus',
  'rotate-ccw',
  'rotate-ccw-clock',
  'search',
  'server',
  'settings',
  'shield',
  'shield-check',
  'sparkles',
  'trash',
  'triangle-alert',
  'type',
  'undo-2',
  'upload',
  'user-round-plus',
  'users',
  'video',
  'x',
] as const;

const Nodes = z.record(z.string(), z.array(z.tuple([z.string(), z.record(z.string(), z.string())])));

export const ICON_MODULE = fileURLToPath(new URL('../renderer/ui/icon-shapes.ts', import.meta.url));

/** The drawings as data, name by name: React shows them as elements, because the window's policy forbids markup strings. */
export function pickIcons(): z.output<typeof Nodes> {
  const source = fileURLToPath(import.meta.resolve('lucide-static/icon-nodes.json'));
  const nodes = Nodes.parse(JSON.parse(readFileSync(source, 'utf8')));
  return Object.fromEntries(
    NAMES.map((name) => {
      const shapes = nodes[name];
      if (shapes === undefined) throw new Error(`lucide-static has no icon named ${name}.`);
      return [name, shapes];
    }),
  );
}

if (import.meta.main) {
  const lines = [
    '/** Made by build/draw-icons.ts from lucide-static (ISC). Each icon is a list of SVG elements in a box of 24 by 24. */',
    '// One line an icon.',
    '// prettier-ignore',
    'export const iconShapes = {',
    ...Object.entries(pickIcons()).map(([name, shapes]) => `  '${name}': ${JSON.stringify(shapes)},`),
    '} as const satisfies Record<string, readonly (readonly [string, Readonly<Record<string, string>>])[]>;',
    'export type IconName = keyof typeof iconShapes;',
  ];
  writeFileSync(ICON_MODULE, `${lines.join('\n')}\n`);
}
