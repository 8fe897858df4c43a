/** Caps of one script. They keep every update under the log's 1 MiB and the surface inside its measured speed. */
export const MAX_ROWS = 10_000;
export const MAX_SCENES = 2_000;
/** UTF-8 bytes of words in one cell; what is longer becomes further rows when it is pasted or imported. */
export const MAX_CELL_BYTES = 64 * 1024;
export const MAX_HEADING_CHARACTERS = 500;
export const MAX_SPEAKER_CHARACTERS = 100;
/** One day: a row is never longer. */
export const MAX_ROW_SECONDS = 86_400;
/** About how many UTF-8 bytes of words go into one transaction, so that its update stays far below 1 MiB. */
export const MAX_BATCH_BYTES = 192 * 1024;
