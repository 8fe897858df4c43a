import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawRoles } from './draw-roles.ts';

test('[RIGHTS-3] docs/roles.md is the table as it stands', () => {
  expect(readFileSync('docs/roles.md', 'utf8')).toBe(drawRoles());
});
