/** What a semicolon does not end: comments, quoted names and texts, and bodies between dollars. */
const WHOLE = new RegExp(
  [
    String.raw`--[^\n]*`,
    String.raw`\/\*[\s\S]*?\*\/`,
    String.raw`\b[eE]'(?:\\[\s\S]|''|[^'\\])*'`,
    String.raw`'(?:''|[^'])*'`,
    String.raw`"(?:""|[^"])*"`,
    String.raw`(?<![\w$])(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1`,
  ].join('|'),
  'y',
);

/**
 * The statements of a migration as the Supabase CLI keeps them in its history: without their semicolons and the space
 * around them, with the comments before them. `begin atomic` bodies and comments in comments are not understood.
 */
export function splitStatements(sql: string): readonly string[] {
  const statements: string[] = [];
  let start = 0;
  let at = 0;
  while (at < sql.length) {
    WHOLE.lastIndex = at;
    const whole = WHOLE.exec(sql);
    if (whole !== null) {
      at += whole[0].length;
      continue;
    }
    if (sql[at] === ';') {
      statements.push(sql.slice(start, at));
      start = at + 1;
    }
    at += 1;
  }
  return [...statements, sql.slice(start)].map((statement) => statement.trim()).filter((statement) => statement !== '');
}
