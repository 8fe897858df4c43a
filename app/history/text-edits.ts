import { align } from '../script/align.ts';
import { piecesOf } from '../script/words.ts';

/** At `at` in the old text, `removed` units go and the new text's stretch from `from` to `to` comes. In UTF-16 units. */
export interface TextEdit {
  readonly at: number;
  readonly removed: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The edits that make one text of another, first to last, as small as possible: what somebody else writes meanwhile
 * between two characters that stay keeps its place. Words are compared first, then the characters of those that differ.
 */
export function textEdits(before: string, after: string): readonly TextEdit[] {
  return gaps(piecesOf(before), piecesOf(after)).flatMap((gap) => {
    if (gap.removed === 0 || gap.from === gap.to) return [gap];
    // By code points: half of a surrogate pair is no character.
    const [old, young] = [
      Array.from(before.slice(gap.at, gap.at + gap.removed)),
      Array.from(after.slice(gap.from, gap.to)),
    ];
    return gaps(old, young).map(({ at, removed, from, to }) => ({
      at: gap.at + at,
      removed,
      from: gap.from + from,
      to: gap.from + to,
    }));
  });
}

function gaps(before: readonly string[], after: readonly string[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const [ends, newEnds] = [endsOf(before), endsOf(after)];
  let [piece, newPiece] = [0, 0];
  const end = { before: before.length, after: after.length, length: 0 };
  for (const match of [...align(before, after), end]) {
    const [at, from] = [ends[piece] ?? 0, newEnds[newPiece] ?? 0];
    const [removed, to] = [(ends[match.before] ?? 0) - at, newEnds[match.after] ?? 0];
    if (removed > 0 || to > from) edits.push({ at, removed, from, to });
    [piece, newPiece] = [match.before + match.length, match.after + match.length];
  }
  return edits;
}

/** Where each piece begins, and where the last one ends. */
function endsOf(pieces: readonly string[]): readonly number[] {
  let end = 0;
  return [0, ...pieces.map((piece) => (end += piece.length))];
}
