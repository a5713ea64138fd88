-- The full-text index knows roles too. A column cannot be added to it: it is made anew.
DROP TRIGGER quotes_fts_insert;
DROP TRIGGER quotes_fts_delete;
DROP TRIGGER quotes_fts_update;
DROP TABLE quotes_fts;
CREATE VIRTUAL TABLE quotes_fts USING fts5(
  text, speaker_name, role,
  content="quotes",
  tokenize='porter unicode61 remove_diacritics 2'
);
INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild');
CREATE TRIGGER quotes_fts_insert AFTER INSERT ON quotes BEGIN
  INSERT INTO quotes_fts (rowid, text, speaker_name, role)
  VALUES (new.rowid, new.text, new.speaker_name, new.role);
END;
CREATE TRIGGER quotes_fts_delete AFTER DELETE ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, text, speaker_name, role)
  VALUES ('delete', old.rowid, old.text, old.speaker_name, old.role);
END;
CREATE TRIGGER quotes_fts_update AFTER UPDATE OF text, speaker_name, role ON quotes BEGIN
  INSERT INTO quotes_fts (quotes_fts, rowid, text, speaker_name, role)
  VALUES ('delete', old.rowid, old.text, old.speaker_name, old.role);
  INSERT INTO quotes_fts (rowid, text, speaker_name, role)
  VALUES (new.rowid, new.text, new.speaker_name, new.role);
END;

-- All forms of the names of those who have one: who has none is in thousands of articles “a senior
-- aide”, each time somebody else. It keeps its own text, so that a row can go by its number alone.
CREATE VIRTUAL TABLE speaker_names_fts USING fts5(
  name, speaker_id UNINDEXED,
  prefix='3',
  tokenize='unicode61 remove_diacritics 2'
);
INSERT INTO speaker_names_fts (rowid, name, speaker_id)
SELECT speaker_names.rowid, speaker_names.name, speaker_id
FROM speaker_names JOIN speakers ON speakers.id = speaker_id
WHERE document_id IS NULL;
CREATE TRIGGER speaker_names_fts_insert AFTER INSERT ON speaker_names
WHEN (SELECT document_id FROM speakers WHERE id = new.speaker_id) IS NULL BEGIN
  INSERT INTO speaker_names_fts (rowid, name, speaker_id)
  VALUES (new.rowid, new.name, new.speaker_id);
END;
CREATE TRIGGER speaker_names_fts_delete AFTER DELETE ON speaker_names BEGIN
  DELETE FROM speaker_names_fts WHERE rowid = old.rowid;
END;

-- Who is quoted by which outlet, and how often, without a look at the quotes themselves.
CREATE INDEX quotes_publication_speaker ON quotes(publication_id, speaker_id, published);

-- Those without a document are those with a name: the list of speakers, in its order.
DROP INDEX speakers_document;
CREATE INDEX speakers_document ON speakers(document_id, quote_count, name);

-- What is of the article is looked up, not joined: so what needs none of it, such as the count that
-- Datasette shows above the rows, is answered without a look at any article.
DROP VIEW attributed_quotes;
CREATE VIEW attributed_quotes AS
SELECT
  quotes.id AS id,
  quotes.text AS quote,
  quotes.speaker_name AS speaker,
  quotes.role AS role,
  publications.name AS publication,
  quotes.published AS published,
  (SELECT title FROM documents WHERE documents.id = quotes.document_id) AS title,
  (SELECT url FROM documents WHERE documents.id = quotes.document_id) AS url,
  (
    SELECT
      substr(documents.text, quotes.context_start + 1, quotes.context_end - quotes.context_start)
    FROM documents WHERE documents.id = quotes.document_id
  ) AS context,
  quotes.confidence AS confidence,
  quotes.kind AS kind,
  quotes.mention AS mention,
  quotes.cue AS cue,
  quotes.method AS method,
  quotes.document_id AS document_id,
  quotes.speaker_id AS speaker_id
FROM quotes
LEFT JOIN publications ON publications.id = quotes.publication_id;
