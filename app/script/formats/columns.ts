/** What a column of a foreign table means to a script. `time` is a length, or a start if its first row starts at zero. */
export type Column =
  | { readonly kind: 'video' | 'audio' | 'speaker' | 'number' | 'length' | 'time' | 'start' | 'scene' }
  /** No place of its own in a row: its words go below the picture, after the column's name. */
  | { readonly kind: 'other'; readonly name: string };

const NAMES: readonly (readonly [Exclude<Column['kind'], 'other'>, RegExp])[] = [
  [
    'video',
    /^(?:videos?|visuals?|pictures?|images?|seen|what we see|on[- ]screen|screen|action|description|shot description)$/,
  ],
  [
    'audio',
    /^(?:audio|sounds?|narration|heard|what we hear|dialog(?:ue)?|voice[- ]?over|vo|v\.o\.|script|spoken words|text|words|copy)$/,
  ],
  ['speaker', /^(?:speakers?|who|characters?|voice|talent|name|cast)$/],
  ['number', /^(?:#|№|no\.?|nr\.?|num(?:ber)?|row|item|shot|shot #|shot no\.?)$/],
  ['length', /^(?:dur\.?|duration|length|seconds?|secs?\.?|trt|runtime)$/],
  ['time', /^(?:times?|timing)$/],
  ['start', /^(?:start|in|tc|timecode|time code|tc in|start time)$/],
  ['scene', /^(?:scenes?|scene #|scene name|heading|section)$/],
];
const MAX_HEADER_LENGTH = 40;

/** The meaning of each column by its header; `undefined` when nothing in the header is picture or sound. */
export function readHeader(headers: readonly string[]): readonly Column[] | undefined {
  const taken = new Set<string>();
  const columns = headers.map((header): Column => {
    const name = header.trim();
    const plainName = name.toLowerCase().replace(/^[*_\s]+|[*_:\s]+$/g, '');
    const kind =
      name.length > MAX_HEADER_LENGTH ? undefined : NAMES.find(([, pattern]) => pattern.test(plainName))?.[0];
    if (kind === undefined || taken.has(kind)) return { kind: 'other', name };
    taken.add(kind);
    return { kind };
  });
  return taken.has('video') || taken.has('audio') ? columns : undefined;
}

/** Columns of a table whose header says nothing: picture, sound, and what comes after. */
export const columnsByOrder = (count: number): readonly Column[] =>
  Array.from({ length: count }, (_, index): Column => {
    if (count === 1) return { kind: 'audio' };
    return index === 0 ? { kind: 'video' } : index === 1 ? { kind: 'audio' } : { kind: 'other', name: '' };
  });

/**
 * A length in seconds: `0:09`, `1:02:03`, `9`, `9 s`, `9.5 sec`, or a span like `0:05-0:14`.
 * `undefined` when it is anything else.
 */
export function readSeconds(words: string): number | undefined {
  const text = words.trim().toLowerCase();
  if (text.length > 40) return undefined;
  const span = text.split(/\s*(?:-|–|—|to)\s*/);
  if (span.length === 2) {
    const [from, to] = span.map(readClock);
    return from !== undefined && to !== undefined && to >= from ? to - from : undefined;
  }
  const clock = readClock(text);
  if (clock !== undefined) return clock;
  const spoken = /^(\d{1,5}(?:[.,]\d{1,3})?)\s*(?:s|″|"|secs?\.?|seconds?)?$/.exec(text);
  return spoken === null ? undefined : Number(spoken[1]?.replace(',', '.'));
}

/** A position like `0:09`, `1:02:03` or `01:02:03:12`, whose frames are dropped. */
export function readClock(words: string): number | undefined {
  const parts = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:[.,]\d{1,3})?$/.exec(
    words.trim().replace(/^(\d\d:\d\d:\d\d)[:;]\d\d$/, '$1'),
  );
  if (parts === null) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = parts;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
