/** A value inside a statement that another statement carries: only for what the tests themselves made. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
