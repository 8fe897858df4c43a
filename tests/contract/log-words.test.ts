import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { calls, type CallName } from '../../app/ipc/contract.ts';
import { buildScript } from '../../app/script/plain-script.ts';
import { Machine } from '../support/machine.ts';
import { holdsWord, hostileForms, plantedWord } from '../support/planted-words.ts';
import { Random } from '../support/random.ts';

const ROUNDS = 6;
const NAMES = Object.keys(calls) as CallName[];

/** Inputs of every call as a page may send them, read or refused, with a planted word in each place that takes a text. */
function inputsOf(name: CallName, say: () => string, random: Random, scriptId: string): readonly unknown[] {
  const id = random.uuid();
  const update = buildScript(
    { scenes: [{ heading: say(), rows: [{ audio: [{ text: say() }], speaker: say() }] }] },
    { newId: () => random.uuid() },
  )[0];
  const broken = Buffer.from(say());
  const field = {
    scriptId,
    copyId: id,
    importId: id,
    updateId: random.uuid(),
    title: say().slice(0, 200),
    template: 'blank',
    format: 1,
    query: say().slice(0, 400),
    limit: 20,
    fileName: `${say().replaceAll(/[/\n\0]/g, '-')}.md`,
    content: broken,
    href: say(),
    update,
  };
  const shape = 'shape' in calls[name].input ? Object.keys(calls[name].input.shape) : [];
  const fitting = Object.fromEntries(Object.entries(field).filter(([key]) => shape.includes(key)));
  return [
    fitting,
    { ...fitting, scriptId: id },
    { ...fitting, update: broken },
    { ...fitting, [say()]: say() },
    say(),
    { ...fitting, title: { why: say() } },
  ];
}

test('[LOG-1] hostile texts put through every call never show up in the log', async () => {
  const random = new Random(Number(process.env['SEED'] ?? 1));
  const words: string[] = [];
  const say = (): string => {
    const word = plantedWord(random);
    words.push(word);
    return random.oneOf(hostileForms)(word);
  };
  await using machine = await Machine.open();
  const { log } = machine;
  const [scriptId = ''] = await machine.add([{ title: say(), template: 'sample', at: 0 }]);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of NAMES) {
      for (const input of inputsOf(name, say, random, scriptId)) await machine.answer(name, input);
    }
    machine.chosenTarget = join(log.folder, `${say().replaceAll(/[/\n\0]/g, '-')}/bundle`);
    machine.chosenFile = join(log.folder, say().replaceAll(/[/\n\0]/g, '-'));
    await machine.answer('files.choose-import', {});
  }
  await machine.vault.vault.settle();
  // Faults of ours whose errors quote what they were given.
  for (const name of NAMES) {
    log.error('ipc.unexpected', { call: name, error: Object.assign(new Error(say()), { name: say(), code: say() }) });
    log.warn('library.trouble', { error: { message: say() }, script: log.tagOf(say()) });
    log.warn('window.crashed', { reason: say() as 'oom', code: 1, windowId: 1 });
  }
  const written = readdirSync(log.folder).map((file) => readFileSync(join(log.folder, file)));
  const bytes = Buffer.concat(written);
  expect(bytes.toString().split('\n').length).toBeGreaterThan(NAMES.length * 2);
  expect(words.length).toBeGreaterThan(1_000);
  expect(words.filter((word) => holdsWord(bytes, word))).toEqual([]);
});

test('[LOG-1] the search for planted words finds one in any of the writings', () => {
  const text = new Y.Doc();
  text.getText('x').insert(0, 'lighthouse');
  expect(holdsWord(Y.encodeStateAsUpdate(text), 'lighthouse')).toBe(true);
  expect(holdsWord(Buffer.from('a lighthouse', 'utf16le'), 'lighthouse')).toBe(true);
  expect(holdsWord(Buffer.from(`"${Buffer.from('lighthouse').toString('hex')}"`), 'lighthouse')).toBe(true);
  expect(holdsWord(Buffer.from('a light house'), 'lighthouse')).toBe(false);
});
