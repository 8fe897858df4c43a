import type { ParsedScriptBuilder } from './parsed-script-builder.ts';
import { linesOf } from './lines.ts';

const FENCE = /^---\s*$/;
const ENTRY = /^([\w-]{1,40}):\s*(.*)$/;
const MAX_LINES = 200;

/** Takes the block of `key: value` lines off the top of a Markdown file. The title is kept, the rest is left out. */
export function readFrontMatter(text: string, builder: ParsedScriptBuilder): string {
  const lines: string[] = [];
  let length = 0;
  for (const line of linesOf(text)) {
    if (lines.length === 0 ? !FENCE.test(line) : lines.length > MAX_LINES) return text;
    lines.push(line);
    length += line.length + (text.startsWith('\r\n', length + line.length) ? 2 : 1);
    if (lines.length > 1 && FENCE.test(line)) {
      const entries = lines.slice(1, -1).filter((each) => each.trim() !== '');
      if (!ENTRY.test(entries[0] ?? '')) return text;
      for (const entry of entries) takeEntry(entry, builder);
      return text.slice(length);
    }
  }
  return text;
}

function takeEntry(line: string, builder: ParsedScriptBuilder): void {
  const [, key = '', value = ''] = ENTRY.exec(line) ?? [];
  const title = value.replace(/^(["'])(.*)\1$/, '$2').trim();
  if (key.toLowerCase() === 'title' && title !== '' && builder.title === null) builder.title = title;
  else builder.leaveOut('title-page', line.trim());
}
