CREATE TABLE publications (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  domain TEXT,
  quote_count INTEGER NOT NULL DEFAULT 0,
  document_count INTEGER NOT NULL DEFAULT 0
);

-- The text comes last: SQLite reads a row's columns in order, and lists of documents don't show it.
CREATE TABLE documents (
  id TEXT NOT NULL PRIMARY KEY,
  source TEXT NOT NULL,
  url TEXT,
  title TEXT,
  author TEXT,
  publication_id INTEGER REFERENCES publications(id),
  published TEXT,
  language TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  word_count INTEGER NOT NULL,
  quote_count INTEGER NOT NULL,
  indexed_at TEXT NOT NULL,
  indexer_version TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX documents_publication ON documents(publication_id, published);
CREATE INDEX documents_published ON documents(published);
CREATE INDEX documents_url ON documents(url);
CREATE INDEX documents_sha256 ON documents(sha256);
CREATE INDEX documents_source ON documents(source);

-- document_id: an unnamed source (“a senior aide”) is somebody only inside its own article.
CREATE TABLE speakers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  wikidata_id TEXT,
  document_id TEXT REFERENCES documents(id) ON DELETE CASCADE,
  quote_count INTEGER NOT NULL DEFAULT 0,
  document_count INTEGER NOT NULL DEFAULT 0,
  first_quoted TEXT,
  last_quoted TEXT
);
CREATE UNIQUE INDEX speakers_identity ON speakers(name, kind, coalesce(document_id, ''));
CREATE INDEX speakers_document ON speakers(document_id);
CREATE INDEX speakers_quote_count ON speakers(quote_count);

CREATE TABLE speaker_names (
  speaker_id INTEGER NOT NULL REFERENCES speakers(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  PRIMARY KEY (speaker_id, name)
);
CREATE INDEX speaker_names_name ON speaker_names(name);

CREATE TABLE quotes (
  id TEXT NOT NULL PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  speaker_id INTEGER REFERENCES speakers(id),
  speaker_name TEXT,
  mention TEXT,
  mention_start INTEGER,
  mention_end INTEGER,
  role TEXT,
  cue TEXT,
  cue_start INTEGER,
  cue_end INTEGER,
  method TEXT NOT NULL,
  confidence REAL NOT NULL,
  publication_id INTEGER REFERENCES publications(id),
  published TEXT,
  context_start INTEGER NOT NULL,
  context_end INTEGER NOT NULL
);
CREATE INDEX quotes_document ON quotes(document_id, start_char);
CREATE INDEX quotes_speaker ON quotes(speaker_id, published);
CREATE INDEX quotes_publication ON quotes(publication_id, published);
CREATE INDEX quotes_published ON quotes(published);

CREATE TABLE quote_parts (
  quote_id TEXT NOT NULL REFERENCES quotes(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (quote_id, position)
);

-- content="quotes" in double quotation marks: Datasette recognises the index by that spelling.
CREATE VIRTUAL TABLE quotes_fts USING fts5(
  text, speaker_name,
  content="quotes",
  tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER quotes_fts_insert AFTER INSERT ON quotes BEGIN
  INSERT INTO quotes_fts (rowid, text, speaker_name) VALUES (new.rowid, new.text, new.speaker_name);
END;
CREATE TRIGGER quotes_fts_delete AFTER DELETE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, text, speaker_name)
  VALUES ('delete', old.rowid, old.text, old.speaker_name);
END;
CREATE TRIGGER quotes_fts_update AFTER UPDATE OF text, speaker_name ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, text, speaker_name)
  VALUES ('delete', old.rowid, old.text, old.speaker_name);
  INSERT INTO quotes_fts (rowid, text, speaker_name) VALUES (new.rowid, new.text, new.speaker_name);
END;
CREATE TRIGGER speakers_renamed AFTER UPDATE OF name ON speakers BEGIN
  UPDATE quotes SET speaker_name = new.name WHERE speaker_id = new.id;
END;

CREATE VIEW attributed_quotes AS
SELECT
  quotes.id AS id,
  quotes.text AS quote,
  quotes.speaker_name AS speaker,
  quotes.role AS role,
  publications.name AS publication,
  quotes.published AS published,
  documents.title AS title,
  documents.url AS url,
  substr(documents.text, quotes.context_start + 1, quotes.context_end - quotes.context_start)
    AS context,
  quotes.confidence AS confidence,
  quotes.kind AS kind,
  quotes.mention AS mention,
  quotes.cue AS cue,
  quotes.method AS method,
  quotes.document_id AS document_id,
  quotes.speaker_id AS speaker_id
FROM quotes
JOIN documents ON documents.id = quotes.document_id
LEFT JOIN publications ON publications.id = quotes.publication_id;
