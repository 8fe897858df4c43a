import { migrations, type Migration } from '../../main/vault/migrations/all.ts';

/**
 * One migration more than there is, so that a migration is met by every run also while the newest schema is the only
 * one. It writes as much as a real one may: a table made from the log, and an index.
 */
export const nextSchema: Migration = {
  number: migrations.length + 1,
  needsSchema: 1,
  sql: `
    CREATE TABLE next_schema (entry INTEGER PRIMARY KEY, sha BLOB NOT NULL, size INTEGER NOT NULL) STRICT;
    INSERT INTO next_schema SELECT entry, sha, length(bytes) FROM script_update;
    CREATE INDEX next_schema_size ON next_schema (size);
  `,
};
