/**
 * The whole schema of the vault. Two rules run through it:
 *
 * - What cannot be made again carries a digest of itself. Updates have `sha` and `chain`; other tables have `seal`, the
 *   SHA-256 of the row's other values (seal.ts). A flipped bit in them is found, because SQLite itself misses a fifth.
 * - What can be made again (projection, search) is in tables of its own, and may be emptied at any time.
 *
 * Times are milliseconds since 1970 by this device's clock. They are shown and never compared: order comes from
 * `ordinal` within a script and from `turn` within the vault, so a clock that is set back disturbs nothing.
 * Scripts are TEXT ids outside and small integers inside. SQL comments below become part of the file's own schema.
 */
export const sql = /* sql */ `
-- One row: which vault this is. It tells a file that was put into the wrong folder from one that belongs there.
CREATE TABLE vault (
  one              INTEGER PRIMARY KEY CHECK (one = 1),
  vault_id         TEXT NOT NULL,              -- a UUID, made with the file and kept by every copy of it
  account          TEXT NOT NULL,              -- 'local', or the id of the account whose folder this is
  created_at       INTEGER NOT NULL,
  needs_schema     INTEGER NOT NULL,           -- the lowest schema number whose code may still open this file for writing
  seal             BLOB NOT NULL
) STRICT;

-- One row per opening. A row without ended_at was not closed: the keeper then checks everything.
CREATE TABLE session (
  session          INTEGER PRIMARY KEY,
  app_version      TEXT NOT NULL,
  started_at       INTEGER NOT NULL,
  ended_at         INTEGER,                    -- the clean-end flag
  seal             BLOB NOT NULL
) STRICT;

-- What is known about a script besides its words.
CREATE TABLE script (
  script           INTEGER PRIMARY KEY CHECK (script BETWEEN 1 AND 2097151),
  script_id        TEXT NOT NULL UNIQUE,
  title            TEXT NOT NULL,
  created_at       INTEGER NOT NULL,
  trashed_at       INTEGER,
  project_id       TEXT,                       -- the server's side of it; all NULL while it is only on this device
  status           TEXT,
  server_title     TEXT,                       -- what the server last said, to show both sides of a lost rename
  server_version   INTEGER,
  seal             BLOB NOT NULL
) STRICT;

-- How far each script's log has come. In a table of its own, so that a log that lost its tail does not look complete.
CREATE TABLE head (
  script           INTEGER PRIMARY KEY REFERENCES script,
  script_id        TEXT NOT NULL UNIQUE,       -- again, so that script and head can each be rebuilt from the other
  count            INTEGER NOT NULL,           -- the ordinal of the last update
  chain            BLOB NOT NULL CHECK (length(chain) = 32),
  format           INTEGER NOT NULL,           -- the highest format among its updates
  edited_at        INTEGER NOT NULL,
  turn             INTEGER NOT NULL,           -- rises with every change in the vault: latest first, whatever the clock said
  seal             BLOB NOT NULL
) STRICT;

-- The log: append-only. Rows leave it only into a segment that holds the same run.
CREATE TABLE script_update (
  entry            INTEGER PRIMARY KEY,        -- script * 2^32 + ordinal: one script's log lies together and in order, with no index
  update_id        BLOB NOT NULL UNIQUE CHECK (length(update_id) = 16),
  format           INTEGER NOT NULL,
  origin           INTEGER NOT NULL,           -- 1 written on this device, 2 received from the server, 3 brought back (backup, emergency store)
  saved_at         INTEGER NOT NULL,
  sha              BLOB NOT NULL CHECK (length(sha) = 32),    -- of bytes
  chain            BLOB NOT NULL CHECK (length(chain) = 32),  -- of the previous chain and all of the above except entry (chain.ts)
  bytes            BLOB NOT NULL,
  script           INTEGER GENERATED ALWAYS AS (entry >> 32) VIRTUAL,
  ordinal          INTEGER GENERATED ALWAYS AS (entry & 4294967295) VIRTUAL
) STRICT;

-- Old, acknowledged stretches of a log, compressed. The digest is of the run before compression.
CREATE TABLE segment (
  segment          INTEGER PRIMARY KEY,
  script           INTEGER NOT NULL REFERENCES script,
  first            INTEGER NOT NULL,           -- ordinals, both included
  last             INTEGER NOT NULL CHECK (last >= first),
  chain_before     BLOB NOT NULL CHECK (length(chain_before) = 32),
  chain_after      BLOB NOT NULL CHECK (length(chain_after) = 32),
  first_at         INTEGER NOT NULL,
  last_at          INTEGER NOT NULL,
  made_at          INTEGER NOT NULL,
  encoding         INTEGER NOT NULL,           -- how the run is laid out in body before compression
  run_bytes        INTEGER NOT NULL,
  run_sha          BLOB NOT NULL CHECK (length(run_sha) = 32),
  seal             BLOB NOT NULL,              -- of everything except body, which run_sha covers
  body             BLOB NOT NULL,              -- zstd
  UNIQUE (script, first)
) STRICT;

-- The state after the update number ordinal, unsent ones included: opening reads the newest and what came after it.
CREATE TABLE snapshot (
  snapshot         INTEGER PRIMARY KEY,
  script           INTEGER NOT NULL REFERENCES script,
  ordinal          INTEGER NOT NULL,
  chain            BLOB NOT NULL CHECK (length(chain) = 32),  -- of the log at that ordinal: a snapshot of other history is not used
  purpose          TEXT NOT NULL CHECK (purpose IN ('open', 'seek')),  -- 'seek': kept along the way, for moving through time
  made_at          INTEGER NOT NULL,
  encoding         INTEGER NOT NULL,           -- 1: zstd of one V1 update
  state_bytes      INTEGER NOT NULL,
  state_sha        BLOB NOT NULL CHECK (length(state_sha) = 32),
  seal             BLOB NOT NULL,              -- of everything except body, which state_sha covers
  body             BLOB NOT NULL,
  UNIQUE (script, purpose, ordinal)
) STRICT;

-- A merged stretch of the log that is sent, or was sent or received, as one row of the server's log. Kept before it is
-- sent and sent again under the same id; the ids stay when the rows have gone into segments.
CREATE TABLE batch (
  batch            INTEGER PRIMARY KEY,
  batch_id         BLOB NOT NULL UNIQUE CHECK (length(batch_id) = 16),
  script           INTEGER NOT NULL REFERENCES script,
  first            INTEGER NOT NULL,
  last             INTEGER NOT NULL CHECK (last >= first),
  state            TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'set-aside', 'acknowledged', 'received')),
  reason           TEXT,                       -- why it is held or set aside
  position         INTEGER,                    -- the server's, once it has one
  format           INTEGER NOT NULL,
  made_at          INTEGER NOT NULL,
  claimed_author   TEXT,
  sha              BLOB NOT NULL CHECK (length(sha) = 32),
  seal             BLOB NOT NULL,              -- of everything except bytes
  bytes            BLOB                        -- NULL once acknowledged: the log has it
) STRICT;
CREATE INDEX batch_outbox ON batch (script, first) WHERE state IN ('waiting', 'held', 'set-aside');
CREATE UNIQUE INDEX batch_position ON batch (script, position) WHERE position IS NOT NULL;

-- How much of the server's log is here, and when this script's lane may try again. Moves in the transaction that stores what it passes.
CREATE TABLE cursor (
  script           INTEGER PRIMARY KEY REFERENCES script,
  position         INTEGER NOT NULL,
  chain            BLOB NOT NULL,              -- the server's chain at that position
  epoch            TEXT,
  attempts         INTEGER NOT NULL DEFAULT 0,
  retry_at         INTEGER,
  seal             BLOB NOT NULL
) STRICT;

-- Who wrote under which Yjs client id. An id lives for one session of one window.
CREATE TABLE author (
  script           INTEGER NOT NULL REFERENCES script,
  client_id        INTEGER NOT NULL,
  person_id        TEXT NOT NULL,              -- 'local' before there are accounts
  name             TEXT,
  first            INTEGER NOT NULL,           -- the ordinal of the first update that holds this id
  seal             BLOB NOT NULL,
  PRIMARY KEY (script, client_id)
) STRICT, WITHOUT ROWID;

-- Named moments of a script's history.
CREATE TABLE moment (
  moment_id        TEXT PRIMARY KEY,
  script           INTEGER NOT NULL REFERENCES script,
  ordinal          INTEGER NOT NULL,
  chain            BLOB NOT NULL CHECK (length(chain) = 32),
  kind             TEXT NOT NULL,              -- 'named' by a person, or what made it: 'imported', 'restored', 'sent', 'decided'
  name             TEXT NOT NULL,
  person_id        TEXT NOT NULL,
  made_at          INTEGER NOT NULL,
  removed_at       INTEGER,
  seal             BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX moment_script ON moment (script, ordinal);

-- Scripts that were removed from this device on purpose: absence here is then no damage, and a server does not bring them back unasked.
CREATE TABLE removal (
  script_id        TEXT PRIMARY KEY,
  title            TEXT NOT NULL,
  count            INTEGER NOT NULL,
  chain            BLOB NOT NULL CHECK (length(chain) = 32),
  removed_at       INTEGER NOT NULL,
  unsent           INTEGER NOT NULL,           -- how many updates were nowhere else; the person has seen that number
  seal             BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Every look at the vault's health.
CREATE TABLE checkup (
  checkup          INTEGER PRIMARY KEY,
  kind             TEXT NOT NULL CHECK (kind IN ('start', 'open', 'full', 'backup')),
  reason           TEXT NOT NULL,              -- 'unclean-end', 'weekly', 'asked', …
  started_at       INTEGER NOT NULL,
  ended_at         INTEGER,
  duration_ms      INTEGER,
  findings         INTEGER,                    -- 0: everything as it should be
  seal             BLOB NOT NULL
) STRICT;

-- What was found wrong, what became of it, and where the untouched original lies.
CREATE TABLE incident (
  incident_id      TEXT PRIMARY KEY,
  checkup          INTEGER REFERENCES checkup,
  script_id        TEXT,                       -- not a reference: the script's row may be what is damaged
  found_at         INTEGER NOT NULL,
  kind             TEXT NOT NULL,
  state            TEXT NOT NULL CHECK (state IN ('found', 'repaired', 'partly-repaired', 'seen')),
  set_aside        TEXT,                       -- file name of the copy, byte for byte
  report           TEXT NOT NULL,              -- JSON: ranges lost and saved, and from where
  seal             BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The log of backups, one row per file ever written, also when the file has been rotated away since.
CREATE TABLE backup (
  backup_id        TEXT PRIMARY KEY,
  folder           TEXT NOT NULL,
  file_name        TEXT NOT NULL,
  kind             TEXT NOT NULL,              -- 'daily', 'weekly', 'monthly', 'before-migration', 'asked'
  state            TEXT NOT NULL CHECK (state IN ('writing', 'verified', 'failed', 'removed')),
  made_at          INTEGER NOT NULL,
  verified_at      INTEGER,
  removed_at       INTEGER,
  file_bytes       INTEGER,
  file_sha         BLOB,
  session          INTEGER REFERENCES session,
  failure          TEXT,
  seal             BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What each backup held, per script: a script that shrinks sharply between two of them raises the alarm.
CREATE TABLE backup_script (
  backup_id        TEXT NOT NULL REFERENCES backup,
  script_id        TEXT NOT NULL,
  title            TEXT NOT NULL,
  count            INTEGER NOT NULL,
  chain            BLOB NOT NULL CHECK (length(chain) = 32),
  scenes           INTEGER NOT NULL,
  rows             INTEGER NOT NULL,
  words            INTEGER NOT NULL,
  alarm            TEXT,                       -- NULL, 'raised', 'accepted' or 'restored'
  seal             BLOB NOT NULL,
  PRIMARY KEY (backup_id, script_id)
) STRICT, WITHOUT ROWID;

-- A script's readable text and counts as of the update number ordinal. Can be made again from the log.
CREATE TABLE projection (
  script           INTEGER PRIMARY KEY REFERENCES script,
  ordinal          INTEGER NOT NULL,
  chain            BLOB NOT NULL CHECK (length(chain) = 32),
  version          INTEGER NOT NULL,           -- of the code that made it: another version means making it again
  scenes           INTEGER NOT NULL,
  rows             INTEGER NOT NULL,
  words            INTEGER NOT NULL,
  seconds          REAL NOT NULL,
  text_bytes       INTEGER NOT NULL,           -- of body before compression
  seal             BLOB NOT NULL,              -- of all other values, body included
  body             BLOB NOT NULL               -- zstd of JSON: enough to show the script before its document is decoded
) STRICT;

-- What can be found: one row per cell, speaker, heading and title. Can be made again from the log.
CREATE TABLE search_text (
  text_id          INTEGER PRIMARY KEY,        -- rank of the kind * 2^48 + a running number: found highest first, titles come before headings before cells
  script           INTEGER NOT NULL REFERENCES script,
  cell             TEXT NOT NULL CHECK (cell IN ('video', 'audio', 'speaker', 'heading', 'title')),
  place            TEXT NOT NULL,              -- the row's id; the scene's for a heading; '' for the title
  unspaced         INTEGER NOT NULL CHECK (unspaced IN (0, 1)),  -- has words of a writing without spaces: then also in search_trigram
  text             TEXT NOT NULL,
  folded           TEXT,                       -- without diacritics, where the index would not take them off by itself
  UNIQUE (script, cell, place)
) STRICT;
CREATE INDEX search_text_unspaced ON search_text (text_id) WHERE unspaced = 1;
CREATE VIEW search_index_text AS SELECT text_id, coalesce(folded, text) AS text FROM search_text;

CREATE VIRTUAL TABLE search_word USING fts5 (
  text, content = 'search_index_text', content_rowid = 'text_id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE VIRTUAL TABLE search_trigram USING fts5 (
  text, content = 'search_index_text', content_rowid = 'text_id', tokenize = 'trigram remove_diacritics 1'
);
`;
