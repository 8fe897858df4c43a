import type { TemplateName } from '../../ipc/contract.ts';
import { encodedTemplates } from './encoded-templates.ts';

/**
 * The one update that a new script begins with, always the same bytes. Its row and scene ids are the template's own:
 * they need to be unique within one script only, since every table and index is keyed by script and row.
 */
export const templateUpdate = (name: TemplateName): Uint8Array =>
  Uint8Array.from(atob(encodedTemplates[name]), (character) => character.charCodeAt(0));
