import type { Files } from '../files/files.ts';
import type { HandlersOf } from './handlers.ts';

export const filesCalls = (files: Files): HandlersOf<'files'> => ({
  'files.choose-import': (_none, windowId) => files.chooseImport(windowId),
  'files.preview-import': (file) => files.previewImport(file),
  'files.import': (wanted) => files.import(wanted),
  'files.discard-import': ({ importId }) => files.discardImport(importId),
  'files.export': (wanted, windowId) => files.export(wanted, windowId),
});
