import { memo, type ReactNode } from 'react';
import { MARK_NAMES, type MarkName } from '../../app/script/content.ts';
import type { Piece } from './shown-script.ts';

interface WordsProps {
  readonly pieces: readonly Piece[];
}

/** Words as a cell shows them, and on them what the view has to say about each stretch. */
export const Words = memo(function Words({ pieces }: WordsProps): ReactNode {
  let at = 0;
  return pieces.map((piece) => {
    const key = at;
    at += piece.text.length;
    return <Worn key={key} piece={piece} />;
  });
});

function Worn({ piece }: { readonly piece: Piece }): ReactNode {
  const { wears } = piece;
  const words = marked(piece, MARK_NAMES);
  if (wears === 'nothing') return words;
  if (wears === 'inserted') return <ins>{words}</ins>;
  if (wears === 'deleted') return <del>{words}</del>;
  if (wears === 'restyled') return <span className="restyled">{words}</span>;
  return (
    <span className={`by by-${(wears.index % 8) + 1}`} data-by={wears.name}>
      {words}
    </span>
  );
}

const TAGS = { bold: 'strong', italic: 'em', underline: 'u', strike: 's', highlight: 'mark' } as const;

/** Marks nest as they do in the editor. A link is told, and not followed: these words may no longer mean it. */
function marked(piece: Piece, [name, ...inner]: readonly MarkName[]): ReactNode {
  if (name === undefined) return piece.text;
  const words = marked(piece, inner);
  if (piece.marks[name] === undefined) return words;
  if (name === 'link') return <span className="link">{words}</span>;
  const Tag = TAGS[name];
  return <Tag>{words}</Tag>;
}
