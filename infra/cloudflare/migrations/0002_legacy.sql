-- What came from the old system and has no place of its own here, and how far an import got.
-- Read by both hosts. Only the import writes here; no page and no tool shows it.

CREATE TABLE legacy_row (
  tenant TEXT NOT NULL,
  source TEXT NOT NULL,               -- name of the system that the row came from
  origin TEXT NOT NULL,               -- its table there
  row_key TEXT NOT NULL,              -- its key there; with #n for a piece of a row that is too long for one
  subject TEXT,                       -- the trip or client that it belongs to
  reason TEXT NOT NULL,               -- why it is kept: history, proposal, set_aside, ...
  cells TEXT NOT NULL,                -- {column: value} of what was not null
  PRIMARY KEY (tenant, source, origin, row_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX legacy_subject ON legacy_row (tenant, subject) WHERE subject IS NOT NULL;

CREATE TABLE import_mark (
  tenant TEXT NOT NULL,
  source TEXT NOT NULL,
  file TEXT NOT NULL,                 -- SHA-256 of its bytes, its day and the sizes of slices
  slices INTEGER NOT NULL,            -- transactions that are done
  finished_at INTEGER,
  PRIMARY KEY (tenant, source, file)
) STRICT, WITHOUT ROWID;
