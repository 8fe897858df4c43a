import { textOf } from '../../app/script/content.ts';
import type { ParsedScript } from '../../app/script/formats/parsed-script.ts';

/** The words of `words` that a parsed script neither holds nor names as left out. */
export function lostWords(
  { title, scenes, leftOut, notes }: ParsedScript,
  words: readonly string[],
): readonly string[] {
  const rows = scenes.flatMap((scene) => scene.rows);
  const kept = [
    title ?? '',
    ...scenes.map(({ heading }) => heading ?? ''),
    ...rows.flatMap(({ video, audio, speaker }) => [textOf(video), textOf(audio), speaker ?? '']),
    ...rows.flatMap(({ video, audio }) => [...video, ...audio].map(({ marks }) => marks?.link?.href ?? '')),
    ...(notes.length >= leftOut.length ? leftOut.flatMap(({ texts }) => texts) : []),
  ];
  const found = new Set(kept.join('\n').toLowerCase().match(/w\d+x/g));
  return words.filter((word) => !found.has(word));
}
