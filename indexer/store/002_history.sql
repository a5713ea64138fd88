-- The name is part of the id of an article without an address: with it the id can be checked.
ALTER TABLE documents ADD COLUMN name TEXT;
ALTER TABLE documents ADD COLUMN published_raw TEXT;
ALTER TABLE documents ADD COLUMN retrieved TEXT;

-- One row for each text that a document had before: the same text twice is one revision.
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  title TEXT,
  author TEXT,
  publication TEXT,
  published TEXT,
  sha256 TEXT NOT NULL,
  quote_count INTEGER NOT NULL,
  indexed_at TEXT NOT NULL,
  replaced_at TEXT NOT NULL,
  indexer_version TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE UNIQUE INDEX revisions_text ON revisions(document_id, sha256);

-- parts: a JSON array of [start, end]. The speaker by name: the row may be gone by now.
CREATE TABLE revision_quotes (
  revision_id INTEGER NOT NULL REFERENCES revisions(id) ON DELETE CASCADE,
  quote_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  parts TEXT NOT NULL,
  speaker_name TEXT,
  mention TEXT,
  role TEXT,
  confidence REAL NOT NULL,
  PRIMARY KEY (revision_id, quote_id)
);
CREATE INDEX revision_quotes_quote ON revision_quotes(quote_id);

CREATE VIEW altered_quotes AS
SELECT
  revision_quotes.quote_id AS id,
  revision_quotes.text AS quote,
  revision_quotes.speaker_name AS speaker,
  revision_quotes.role AS role,
  revisions.publication AS publication,
  revisions.published AS published,
  revisions.title AS title,
  documents.url AS url,
  revisions.indexed_at AS indexed_at,
  revisions.replaced_at AS replaced_at,
  revisions.document_id AS document_id,
  revisions.id AS revision_id
FROM revision_quotes
JOIN revisions ON revisions.id = revision_quotes.revision_id
JOIN documents ON documents.id = revisions.document_id
WHERE NOT EXISTS (SELECT 1 FROM quotes WHERE quotes.id = revision_quotes.quote_id);

CREATE TABLE failures (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  record TEXT,
  kind TEXT NOT NULL,
  message TEXT NOT NULL,
  failed_at TEXT NOT NULL
);
CREATE UNIQUE INDEX failures_source ON failures(source, coalesce(record, ''));

-- No foreign key: the document is gone.
CREATE TABLE removals (
  id INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL,
  source TEXT NOT NULL,
  url TEXT,
  sha256 TEXT NOT NULL,
  quote_count INTEGER NOT NULL,
  kept_out INTEGER NOT NULL,
  removed_at TEXT NOT NULL,
  removed_by TEXT,
  reason TEXT
);
CREATE INDEX removals_document ON removals(document_id);

-- key: the id of a removed document, or the SHA-256 digest of a text that it had.
CREATE TABLE removal_keys (
  key TEXT NOT NULL,
  removal_id INTEGER NOT NULL REFERENCES removals(id) ON DELETE CASCADE,
  PRIMARY KEY (key, removal_id)
);
CREATE INDEX removal_keys_removal ON removal_keys(removal_id);
