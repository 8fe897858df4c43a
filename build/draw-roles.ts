/** `npm run roles`: draws docs/roles.md from the table in app/access/roles.ts. With --check it only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { conditions, rights, roles, rowOf, type Standing, type Thing } from '../app/access/roles.ts';

const FILE = 'docs/roles.md';
const HEAD = `# Who may do what

Drawn from \`app/access/roles.ts\` by \`npm run roles\`; do not edit it here. A role holds in one place: admin and internal in
an organisation with all its projects, freelancer, client and viewer in one project. Anywhere else the answer is the same
as for what does not exist. Whoever looks at things as another role may do only what both roles may.
`;

/** The whole document: one table per thing, one line per verb. */
export function drawRoles(): string {
  const columns: readonly Standing[] = [...roles, 'signed in', 'signed out'];
  const titles = [...roles, 'anybody signed in', 'anybody'];
  const lines = things().flatMap((thing) =>
    Object.keys(rights[thing]).map((verb, index) => {
      const row = rowOf(thing, verb);
      const cells = columns.map((standing) => {
        const condition = row?.[standing];
        return condition === undefined ? '–' : shown(condition);
      });
      return `| ${[index === 0 ? `**${thing}**` : '', verb, ...cells].join(' | ')} |`;
    }),
  );
  const legend = Object.entries(conditions).map(([name, meaning]) => `- *${shown(name)}*: ${meaning}`);
  return [
    HEAD,
    ...legend,
    '',
    `| thing | verb | ${titles.join(' | ')} |`,
    `|${' --- |'.repeat(titles.length + 2)}`,
    ...lines,
    '',
  ].join('\n');
}

const shown = (condition: string): string => (condition === 'always' ? 'yes' : condition);

function things(): readonly Thing[] {
  const isThing = (name: string): name is Thing => Object.hasOwn(rights, name);
  return Object.keys(rights).filter(isThing);
}

if (import.meta.main) {
  const wanted = drawRoles();
  if (!process.argv.includes('--check')) writeFileSync(FILE, wanted);
  else if (readFileSync(FILE, 'utf8') !== wanted) {
    console.error(`${FILE} shows other rights than app/access/roles.ts. Run: npm run roles`);
    process.exitCode = 1;
  }
}
