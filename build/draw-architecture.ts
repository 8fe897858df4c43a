/** `npm run diagram`: redraws the diagram in docs/architecture.md from the imports. With --check it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { isTest, readImports, type Import } from './imports.ts';

const FILE = 'docs/architecture.md';
const DIAGRAM = /(<!-- drawn by build\/draw-architecture\.ts -->\n)[\s\S]*?(<!-- end -->)/;
const SHIPPED = ['app', 'main', 'preload', 'renderer'];

/** A file's room: its top folder and the folder in it, `main/vault/x/y.ts` and `main/vault/z.ts` alike are in main/vault. */
const roomOf = (path: string): string => path.split('/').slice(0, -1).slice(0, 2).join('/');

/**
 * Rooms and who uses whom, as a Mermaid graph; a dotted arrow needs types only. Arrows that say nothing are left out:
 * into app's own root (ids, bytes, failures, commands), which everything uses, and between a folder's root and its rooms.
 */
export function drawDiagram(imports: readonly Import[]): string {
  const arrows = new Map<string, 'uses' | 'types'>();
  const rooms = new Set<string>();
  for (const { from, to, typeOnly } of imports) {
    if (isTest(from) || !SHIPPED.includes(to.split('/')[0] ?? '')) continue;
    const [a, b] = [roomOf(from), roomOf(to)];
    rooms.add(a).add(b);
    if (a === b || b === 'app' || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)) continue;
    const arrow = `${a} ${b}`;
    if (arrows.get(arrow) !== 'uses') arrows.set(arrow, typeOnly ? 'types' : 'uses');
  }
  const nodes = SHIPPED.flatMap((layer) => {
    const inside = [...rooms].filter((room) => room === layer || room.startsWith(`${layer}/`)).sort();
    return inside.length === 0
      ? []
      : [`  subgraph ${layer}_`, ...inside.map((room) => `    ${idOf(room)}["${room}"]`), '  end'];
  });
  const lines = [...arrows].map(([arrow, kind]) => {
    const [from = '', to = ''] = arrow.split(' ');
    return `  ${idOf(from)} ${kind === 'uses' ? '-->' : '-.->'} ${idOf(to)}`;
  });
  return ['```mermaid', 'graph LR', ...nodes, ...lines.sort(), '```', ''].join('\n');
}

const idOf = (room: string): string => room.replaceAll(/[^a-z]/g, '_');

/** The document with its diagram drawn anew. */
export const redraw = (document: string): string =>
  document.replace(DIAGRAM, (_all, start: string, end: string) => start + drawDiagram(readImports(SHIPPED)) + end);

if (import.meta.main) {
  const before = readFileSync(FILE, 'utf8');
  const after = redraw(before);
  if (!process.argv.includes('--check')) writeFileSync(FILE, after);
  else if (before !== after) {
    console.error(`${FILE} shows other imports than there are. Run: npm run diagram`);
    process.exitCode = 1;
  }
}
