import { expect, test } from 'vitest';
import { isTest, layerOf, readImports } from '../../build/imports.ts';
import { layers, packages, strangers } from './layers.ts';

type Layer = keyof typeof layers;
const imports = readImports(Object.keys(layers));
const isLocal = (path: string): boolean => layerOf(path) in layers;

test('[HOUSE-1] folders import only what the table allows', () => {
  const wrong = imports.filter(({ from, to }) => {
    const allowed: readonly string[] = layers[layerOf(from) as Layer];
    return isLocal(to) && layerOf(to) !== layerOf(from) && !allowed.includes(layerOf(to));
  });
  expect(wrong).toEqual([]);
});

test('[HOUSE-1] packages are used only where the table allows', () => {
  const wrong = imports.filter(({ from, to, typeOnly }) => {
    const allowed: readonly string[] = packages[layerOf(from) as Layer];
    return (
      !isLocal(to) &&
      !/\.(json|css|svg)$/.test(to) &&
      !typeOnly &&
      !allowed.some((name) => to === name || to.startsWith(/[:/]$/.test(name) ? name : `${name}/`))
    );
  });
  expect(wrong).toEqual([]);
});

test('[HOUSE-1] rooms that must not know each other do not', () => {
  const wrong = imports.filter(
    ({ from, to }) =>
      !isTest(from) &&
      strangers.some(([a, b]) => (from.startsWith(a) && to.startsWith(b)) || (from.startsWith(b) && to.startsWith(a))),
  );
  expect(wrong).toEqual([]);
});

test('[HOUSE-2] there are no cycles', () => {
  const next = Map.groupBy(
    imports.filter(({ to, typeOnly }) => isLocal(to) && !typeOnly),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, `cycle: ${[...path, file].join(' -> ')}`).not.toContain(file);
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
});
