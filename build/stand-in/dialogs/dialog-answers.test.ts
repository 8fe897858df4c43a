import { expect, test } from 'vitest';
import { Notes } from '../strict.ts';
import { DialogAnswers } from './dialog-answers.ts';
import { makeDialog } from './dialog.ts';
import { Panels } from './panels.ts';

/** A dialog without any window, so that nobody could answer. */
function open() {
  const answers = new DialogAnswers();
  const notes = new Notes();
  const dialog = makeDialog({ answers, panels: new Panels(), notes, front: () => undefined, documents: () => '/' });
  return { answers, dialog };
}

test('[HOST-10] answers of one kind are given in their order, and every question is remembered', async () => {
  const { answers, dialog } = open();
  answers.queue('showOpenDialog', { filePaths: ['/a'] });
  answers.queue('showOpenDialog', { filePaths: ['/b'] });
  answers.queue('showMessageBox', { response: 2 });
  expect(await dialog.showOpenDialog({ title: 'First' })).toEqual({ canceled: false, filePaths: ['/a'] });
  expect(dialog.showMessageBoxSync({ message: 'M' })).toBe(2);
  expect(dialog.showOpenDialogSync({})).toEqual(['/b']);
  expect(answers.asked.map(({ kind, options }) => [kind, options])).toEqual([
    ['showOpenDialog', { title: 'First' }],
    ['showMessageBox', { message: 'M' }],
    ['showOpenDialog', {}],
  ]);
});

test('[HOST-10] a question that nobody can answer counts as cancelled; one that cannot wait for an answer throws', async () => {
  const { dialog } = open();
  expect(await dialog.showSaveDialog({ defaultPath: 'x' })).toEqual({ canceled: true, filePath: '' });
  expect(await dialog.showMessageBox({ message: 'M', buttons: ['Yes', 'Cancel'] })).toEqual({
    response: 1,
    checkboxChecked: false,
  });
  expect(() => dialog.showMessageBoxSync({ message: 'M' })).toThrow('showMessageBoxSync without a queued answer');
});
