import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TemplateName } from '../app/ipc/contract.ts';
import { buildScript } from '../app/script/plain-script.ts';
import { sources } from '../app/script/templates/sources/all.ts';

export const TEMPLATE_MODULE = fileURLToPath(new URL('../app/script/templates/encoded-templates.ts', import.meta.url));

/** No window ever has this Yjs client id: theirs are made anew for each session and are far larger. */
const TEMPLATE_CLIENT_ID = 1;

/** Each template as one Yjs update in base64, the same bytes every time. */
export const encodeTemplates = (): readonly (readonly [TemplateName, string])[] =>
  TemplateName.options.map((name) => [name, encode(name)]);

function encode(name: TemplateName): string {
  const [update, ...more] = buildScript(sources[name], { newId: idsFor(name) }, { clientId: TEMPLATE_CLIENT_ID });
  if (update === undefined || more.length > 0) throw new Error(`The template ${name} is too long for one update.`);
  return Buffer.from(update).toString('base64');
}

/** UUIDs that follow from the template's name, so that the same source gives the same bytes. */
function idsFor(name: TemplateName): () => string {
  let count = 0;
  return () => {
    count += 1;
    const hex = createHash('sha256').update(`${name} ${count}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
}

if (import.meta.main) {
  const entries = encodeTemplates().map(([name, base64]) => `  ${name}:\n    '${base64}',`);
  writeFileSync(
    TEMPLATE_MODULE,
    [
      "import type { TemplateName } from '../../ipc/contract.ts';",
      '',
      '/** Made by build/encode-templates.ts from sources/: one Yjs update each, in base64. */',
      'export const encodedTemplates = {',
      ...entries,
      '} as const satisfies Record<TemplateName, string>;',
      '',
    ].join('\n'),
  );
}
