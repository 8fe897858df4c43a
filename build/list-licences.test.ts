import { expect, test } from 'vitest';
import { licenceOf, readList } from './list-licences.ts';

test('[LOOK-8] the licences shown are those of the packages as they are installed, word for word', () => {
  const list = readList();
  expect(list).toEqual(list.map(({ name }) => licenceOf(name)));
});

test('[LOOK-8] typefaces, icons and native code are listed as well as what is bundled', () => {
  const names = readList().map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      '@fontsource-variable/inter',
      '@fontsource-variable/literata',
      'lucide-static',
      'better-sqlite3',
      'react',
      'yjs',
    ]),
  );
});
