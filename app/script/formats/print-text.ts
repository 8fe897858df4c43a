import { textOf, type CellContent } from '../content.ts';
import type { PlainRow, PlainScene, PlainScript } from '../plain-script.ts';
import { printLength } from './print-length.ts';

/**
 * A script as plain text for mails and teleprompters: every word, speaker and set length, in order. Marks are left away
 * and links say where they lead. `parsePlainText` reads the words back; the same script always prints alike.
 */
export function printText(script: PlainScript, title: string): string {
  const name = title.replaceAll(/\s+/g, ' ').trim();
  const blocks = script.scenes.flatMap((scene) => [...printHeading(scene), ...scene.rows.map(printRow)]);
  return `${[`${name}\n${'='.repeat(Math.max(3, name.length))}`, ...blocks].join('\n\n')}\n`;
}

function printHeading({ heading, number }: PlainScene): readonly string[] {
  if (heading === null) return [];
  return [['SCENE', String(number ?? ''), heading === '' ? '' : `- ${heading}`].filter(Boolean).join(' ')];
}

function printRow({ number, video, audio, speaker, secondsSet }: PlainRow): string {
  const length = secondsSet === null ? '' : printLength(secondsSet);
  const top = [number === null ? '' : String(number), length].filter(Boolean).join('  ');
  const cells = [
    ...(video.length === 0 ? [] : [printCell('VIDEO', video)]),
    ...(audio.length === 0 && speaker === null
      ? []
      : [printCell(speaker === null ? 'AUDIO' : `AUDIO (${speaker})`, audio)]),
  ];
  return [top, ...(cells.length === 0 ? ['VIDEO:'] : cells)].filter(Boolean).join('\n');
}

/** Further lines are indented, so that they are told apart from labels. */
const printCell = (label: string, content: CellContent): string =>
  `${label}: ${textOf(content.map(withAddress)).replaceAll('\n', '\n  ')}`.trimEnd();

function withAddress(run: CellContent[number], index: number, content: CellContent): CellContent[number] {
  const href = run.marks?.link?.href;
  const goesOn = content[index + 1]?.marks?.link?.href === href;
  return href === undefined || goesOn || run.text === href ? run : { text: `${run.text} (${href})` };
}
