-- One row for the same words of the same speaker, however often they were printed. digest: of the
-- words without what printing makes different. speaker: 0 where nobody is named, or somebody who is
-- known in one article alone; no foreign key, since it may be nobody.
CREATE TABLE wordings (
  id INTEGER PRIMARY KEY,
  digest INTEGER NOT NULL,
  speaker INTEGER NOT NULL,
  word_count INTEGER NOT NULL,
  telling_count INTEGER NOT NULL
);
CREATE UNIQUE INDEX wordings_digest ON wordings(digest, speaker);

-- By one of these four words two wordings find each other. No foreign keys here and in wording_links
-- to the second wording: they would need an index by wording, as large as the table.
CREATE TABLE wording_shingles (
  shingle INTEGER NOT NULL,
  speaker INTEGER NOT NULL,
  wording_id INTEGER NOT NULL,
  PRIMARY KEY (shingle, speaker, wording_id)
) WITHOUT ROWID;

-- Each link stands here twice, once from each of its wordings.
CREATE TABLE wording_links (
  wording_id INTEGER NOT NULL REFERENCES wordings(id) ON DELETE CASCADE,
  other_id INTEGER NOT NULL,
  relation TEXT NOT NULL,
  coverage REAL NOT NULL,
  closeness REAL NOT NULL,
  PRIMARY KEY (wording_id, other_id)
) WITHOUT ROWID;

-- id: the smallest of its quotes' ids, so that it depends on these alone.
CREATE TABLE quote_clusters (
  id TEXT NOT NULL PRIMARY KEY,
  quote_id TEXT NOT NULL REFERENCES quotes(id) DEFERRABLE INITIALLY DEFERRED,
  text TEXT NOT NULL,
  speaker_id INTEGER REFERENCES speakers(id) DEFERRABLE INITIALLY DEFERRED,
  quote_count INTEGER NOT NULL,
  wording_count INTEGER NOT NULL,
  document_count INTEGER NOT NULL,
  source_count INTEGER NOT NULL,
  outlet_count INTEGER NOT NULL,
  speaker_count INTEGER NOT NULL,
  disputed INTEGER NOT NULL,
  first_seen TEXT,
  last_seen TEXT
);
CREATE INDEX quote_clusters_quote ON quote_clusters(quote_id);
CREATE INDEX quote_clusters_speaker ON quote_clusters(speaker_id, source_count);
CREATE INDEX quote_clusters_sources ON quote_clusters(source_count, outlet_count);
CREATE INDEX quote_clusters_disputed ON quote_clusters(source_count) WHERE disputed;

-- wording_id: null until the quote was compared with others.
ALTER TABLE quotes ADD COLUMN wording_id INTEGER REFERENCES wordings(id);
ALTER TABLE quotes ADD COLUMN cluster_id TEXT
  REFERENCES quote_clusters(id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX quotes_wording ON quotes(wording_id);
CREATE INDEX quotes_cluster ON quotes(cluster_id, published) WHERE cluster_id IS NOT NULL;

-- Outlets become one, or two, long after their quotes were compared.
CREATE TRIGGER quotes_outlet_changed AFTER UPDATE OF publication_id ON quotes
WHEN new.cluster_id IS NOT NULL BEGIN
  UPDATE quote_clusters SET outlet_count = (
    SELECT count(DISTINCT publication_id) FROM quotes WHERE cluster_id = new.cluster_id
  ) WHERE id = new.cluster_id;
END;

-- One row for each article's text, without what printing makes different: identical copies share it.
CREATE TABLE article_texts (
  id INTEGER PRIMARY KEY,
  digest INTEGER NOT NULL UNIQUE,
  run_count INTEGER NOT NULL
);

-- A sample of its runs of words, by which copies that were cut or changed find each other.
CREATE TABLE article_runs (
  run INTEGER NOT NULL,
  text_id INTEGER NOT NULL,
  PRIMARY KEY (run, text_id)
) WITHOUT ROWID;

-- id: the smallest of its documents' ids.
CREATE TABLE document_groups (
  id TEXT NOT NULL PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  document_count INTEGER NOT NULL,
  first_seen TEXT,
  last_seen TEXT
);
CREATE INDEX document_groups_document ON document_groups(document_id);

-- Not columns of documents: these would come after the text, which SQLite had to read on its way.
CREATE TABLE document_copies (
  document_id TEXT NOT NULL PRIMARY KEY REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  text_id INTEGER NOT NULL REFERENCES article_texts(id),
  group_id TEXT REFERENCES document_groups(id) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE INDEX document_copies_text ON document_copies(text_id);
CREATE INDEX document_copies_group ON document_copies(group_id) WHERE group_id IS NOT NULL;
