import type { CellContent } from '../../app/script/content.ts';
import type { ParsedScript } from '../../app/script/formats/parsed-script.ts';

/** A parsed script as a person can check it: one line for each row, marks in braces before the words they are on. */
export function shown({ title, layout, scenes, notes }: ParsedScript): string {
  const rows = scenes.flatMap(({ heading, rows: ofScene }) => [
    `## ${heading ?? '(before the first scene)'}`,
    ...ofScene.map(({ video, audio, speaker, secondsSet }) =>
      JSON.stringify([content(video), speaker, content(audio), secondsSet]),
    ),
  ]);
  return [
    `title: ${title ?? '(none)'}`,
    `layout: ${layout}`,
    ...rows,
    ...notes.map((note) => `note: ${note}`),
    '',
  ].join('\n');
}

const content = (runs: CellContent): string =>
  runs
    .map(({ text, marks = {} }) => {
      const names = Object.keys(marks).map((name) => (name === 'link' ? `link ${marks.link?.href ?? ''}` : name));
      return names.length === 0 ? text : `{${names.join(', ')}: ${text}}`;
    })
    .join('');
