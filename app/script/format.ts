/**
 * The shape of a script's document and of its updates. A build that meets a higher number opens the script read-only;
 * new content within the same shape (marks, nodes, keys) does not raise it, because unknown content passes through.
 */
export const FORMAT = 1;
