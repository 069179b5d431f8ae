-- Tokens, trips, their events, requests, clients, captured offers and publications.
-- Read by both hosts: D1 applies this file, the native binary carries it. Never edited after a release; changes are new files.

CREATE TABLE token (
  hash TEXT PRIMARY KEY,              -- SHA-256 of the token in hexadecimal digits; the token itself is nowhere
  tenant TEXT NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,               -- words separated by spaces: read write publish admin
  created_at INTEGER NOT NULL,        -- times are milliseconds since 1970
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

-- The read model: one wide row per trip, the fold of its events. What lists and searches read stands before the document.
CREATE TABLE trip (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  slug TEXT NOT NULL,                 -- of its page; cannot be guessed
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  touched_day INTEGER NOT NULL,       -- updated_at in days
  title TEXT GENERATED ALWAYS AS (json_extract(doc, '$.meta.title')) STORED,
  client_name TEXT GENERATED ALWAYS AS (json_extract(doc, '$.meta.clientName')) STORED,
  destination TEXT GENERATED ALWAYS AS (json_extract(doc, '$.meta.destination')) STORED,
  start_date TEXT GENERATED ALWAYS AS (json_extract(doc, '$.dates.start')) STORED,
  archived INTEGER GENERATED ALWAYS AS (coalesce(json_extract(doc, '$.meta.isArchived'), 0)) STORED,
  -- Of the document too, and indexed. Not generated: an update of the document would write every index on a column
  -- that is, changed or not. A statement of its own follows, and writes only what differs.
  phase TEXT,
  client_id TEXT,
  end_date TEXT,
  hold_date TEXT,
  search TEXT NOT NULL,               -- {"place": " folded text"}: what a word of a search is looked for in
  terms TEXT NOT NULL,                -- {"key": 1}: the keys of the words in `search`; may keep keys of words that are gone
  doc TEXT NOT NULL CHECK (length(CAST(doc AS BLOB)) <= 1000000),
  UNIQUE (tenant, id)
) STRICT;
CREATE INDEX trip_touched ON trip (tenant, touched_day, id);
CREATE INDEX trip_phase ON trip (tenant, phase, id);
CREATE INDEX trip_client ON trip (tenant, client_id, id) WHERE client_id IS NOT NULL;
CREATE INDEX trip_end ON trip (tenant, end_date, id);
CREATE INDEX trip_hold ON trip (tenant, hold_date) WHERE hold_date IS NOT NULL;

-- The index over words: which trips may have a word that begins so. A row may outlive its word; `trip.search` decides.
CREATE TABLE term (
  tenant TEXT NOT NULL,
  term TEXT NOT NULL,                 -- the first three letters of a word, or two neighbours of a script without spaces
  trip TEXT NOT NULL,
  PRIMARY KEY (tenant, term, trip)
) STRICT, WITHOUT ROWID;

-- The log. Appended to, never updated. UNIQUE(tenant, subject, version) is the concurrency control.
CREATE TABLE event (
  tenant TEXT NOT NULL,
  subject TEXT NOT NULL,              -- id of a trip or a client
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  request TEXT NOT NULL,
  payload TEXT NOT NULL,
  PRIMARY KEY (tenant, subject, version)
) STRICT, WITHOUT ROWID;

-- The document of a version, so that no more than a bounded number of events is read to make a later one.
CREATE TABLE checkpoint (
  tenant TEXT NOT NULL,
  trip TEXT NOT NULL,
  version INTEGER NOT NULL,
  doc TEXT NOT NULL,
  UNIQUE (tenant, trip, version)
) STRICT;

-- What was asked for, so that asking again has no second effect.
CREATE TABLE request (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,                   -- of the key that the caller gave, else of the content
  digest TEXT NOT NULL,               -- of the content
  tool TEXT NOT NULL,
  subject TEXT NOT NULL,
  version INTEGER NOT NULL,           -- that the subject got
  nonce TEXT NOT NULL,                -- of the one attempt that was applied
  at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE client (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  name_key TEXT NOT NULL,             -- folded name
  email_key TEXT,                     -- lower case
  search TEXT NOT NULL,               -- the name as `trip.search` has it
  terms TEXT NOT NULL,                -- its keys, as in `trip.terms`
  updated_at INTEGER NOT NULL,
  doc TEXT NOT NULL CHECK (length(CAST(doc AS BLOB)) <= 100000),
  UNIQUE (tenant, id)
) STRICT;
CREATE INDEX client_name ON client (tenant, name_key);
CREATE UNIQUE INDEX client_email ON client (tenant, email_key) WHERE email_key IS NOT NULL;

-- Captured offers of a trip as one map keyed by offer id: one row however many offers.
CREATE TABLE option_set (
  tenant TEXT NOT NULL,
  trip TEXT NOT NULL,
  version INTEGER NOT NULL,           -- of the trip, when it last changed
  doc TEXT NOT NULL CHECK (length(CAST(doc AS BLOB)) <= 1000000),
  UNIQUE (tenant, trip)
) STRICT;

-- What was published where. Appended to; the last row of a trip and target is the present state.
CREATE TABLE publication (
  tenant TEXT NOT NULL,
  trip TEXT NOT NULL,
  target TEXT NOT NULL,               -- staging or production
  number INTEGER NOT NULL,
  action TEXT NOT NULL,               -- published, rolled_back, unpublished
  version INTEGER NOT NULL,           -- of the trip that the page shows
  revision TEXT NOT NULL,             -- of the site
  url TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (tenant, trip, target, number)
) STRICT, WITHOUT ROWID;
