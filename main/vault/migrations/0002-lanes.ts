/**
 * What a device knows of its server: of each script of a project a lane, and what the person may reach. All of it can be
 * asked of the server again, except how far somebody has read.
 *
 * Rows go with their script by themselves, so that a build that knows nothing of these tables can still remove one: the
 * schema of 0001 stays enough for writing.
 */
export const sql = /* sql */ `
-- What the server last said of a script, and what this device still has to do about it. Title, status and version are in
-- script, the place in the server's log in cursor.
CREATE TABLE lane (
  script           INTEGER PRIMARY KEY REFERENCES script ON DELETE CASCADE,
  role             TEXT,                       -- the person's; NULL where access ended, and before the server said
  has_access       INTEGER NOT NULL CHECK (has_access IN (0, 1)),
  head             INTEGER NOT NULL,           -- how long the server's log was
  due_at           INTEGER,
  is_healing       INTEGER NOT NULL CHECK (is_healing IN (0, 1)),     -- the server has another history: what it has is not known
  is_title_lost    INTEGER NOT NULL CHECK (is_title_lost IN (0, 1)),  -- somebody renamed it while a rename of this device waited
  held_to          INTEGER NOT NULL,           -- what is unsent up to this ordinal may not be sent now; 0: nothing is held
  held_because     TEXT,
  covered          INTEGER NOT NULL,           -- every update up to this ordinal is in a batch: others are looked for behind it
  seal             BLOB NOT NULL
) STRICT;

-- How far a person has read, with everything on their screen: what others wrote behind it is new to them.
CREATE TABLE read_mark (
  script           INTEGER PRIMARY KEY REFERENCES script ON DELETE CASCADE,
  ordinal          INTEGER NOT NULL,
  chain            BLOB NOT NULL CHECK (length(chain) = 32),  -- of this log at that ordinal: a mark of another history says nothing
  read_at          INTEGER NOT NULL,
  seal             BLOB NOT NULL
) STRICT;

-- One row, once the server has said what the person may reach.
CREATE TABLE access (
  one              INTEGER PRIMARY KEY CHECK (one = 1),
  person_id        TEXT NOT NULL,
  stored_at        INTEGER NOT NULL,
  seal             BLOB NOT NULL
) STRICT;

CREATE TABLE organization (
  organization_id  TEXT PRIMARY KEY,
  name             TEXT NOT NULL,
  role             TEXT NOT NULL,
  seal             BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE project (
  project_id       TEXT PRIMARY KEY,
  organization_id  TEXT NOT NULL,
  name             TEXT NOT NULL,
  role             TEXT NOT NULL,
  version          INTEGER NOT NULL,           -- the server's count of its changes
  archived_at      INTEGER,
  seal             BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Names of everybody who was met here: they stay readable after somebody has left.
CREATE TABLE person (
  person_id        TEXT PRIMARY KEY,
  name             TEXT,
  seal             BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Which updates of a log are in a batch, without reading any of them.
CREATE INDEX batch_place ON batch (script, first, last);
`;
