-- The outlet as the article's source names it. publications has one name for all of an outlet's.
ALTER TABLE documents ADD COLUMN outlet TEXT;

-- One row for each name under which an outlet was met, on each domain. outlet_key: the name without
-- what tells no outlets apart (case, spaces, www.).
CREATE TABLE publication_names (
  publication_id INTEGER NOT NULL REFERENCES publications(id),
  name TEXT NOT NULL,
  domain TEXT,
  outlet_key TEXT NOT NULL,
  is_domain INTEGER NOT NULL,
  document_count INTEGER NOT NULL
);
CREATE UNIQUE INDEX publication_names_name ON publication_names(name, coalesce(domain, ''));
CREATE INDEX publication_names_key ON publication_names(outlet_key, is_domain);
CREATE INDEX publication_names_domain ON publication_names(domain);
CREATE INDEX publication_names_publication ON publication_names(publication_id);

-- digest: of a web page from which the document's text, or an older one, was extracted.
CREATE TABLE pages (
  digest TEXT NOT NULL PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE
);
CREATE INDEX pages_document ON pages(document_id);

-- page: no foreign key. It may come to the table of pages later, and go from it.
CREATE TABLE fetches (
  url TEXT NOT NULL PRIMARY KEY,
  etag TEXT,
  last_modified TEXT,
  page TEXT,
  fetched_at TEXT NOT NULL
);

-- An older text keeps the outlet's name that came with it; the view shows the one of now.
DROP VIEW altered_quotes;
CREATE VIEW altered_quotes AS
SELECT
  revision_quotes.quote_id AS id,
  revision_quotes.text AS quote,
  revision_quotes.speaker_name AS speaker,
  revision_quotes.role AS role,
  coalesce((
    SELECT publications.name
    FROM publication_names JOIN publications ON publications.id = publication_names.publication_id
    WHERE publication_names.name = revisions.publication
  ), revisions.publication) AS publication,
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
