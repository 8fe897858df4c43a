/**
 * The update format that this build reads and writes. A higher number on an update makes its script read-only here; new
 * content within the format does not raise it.
 */
export const FORMAT = 1;
