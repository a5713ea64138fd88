-- As verify.sql, for what the second migration brought.

-- check documents: what was to be kept out is not there
SELECT id FROM documents WHERE id IN (
  SELECT key FROM removal_keys JOIN removals ON removals.id = removal_id AND kept_out
)

-- check revisions: the digest is that of the text
SELECT id FROM revisions WHERE sha256 <> sha256_of(text)

-- check revisions: the text can be counted in characters to its end
SELECT id FROM revisions WHERE length(text) <> characters_of(text)

-- check revisions: the text is not that of its document now
SELECT r.id FROM revisions AS r JOIN documents AS d ON d.id = r.document_id
WHERE r.sha256 = d.sha256

-- check revisions: quote_count is the number of its quotes
SELECT id FROM revisions AS r
WHERE quote_count <> (SELECT count(*) FROM revision_quotes WHERE revision_id = r.id)

-- check revision_quotes: the text is the older article's words at its parts
SELECT q.quote_id || ' of revision ' || q.revision_id
FROM revision_quotes AS q JOIN revisions AS r ON r.id = q.revision_id
WHERE q.text IS NOT (
  SELECT group_concat(words, ' ') FROM (
    SELECT substr(
      r.text, json_extract(value, '$[0]') + 1, json_extract(value, '$[1]') - json_extract(value, '$[0]')
    ) AS words
    FROM json_each(q.parts) ORDER BY key
  )
)

-- check revision_quotes: start_char and end_char are its first part's start and last part's end
SELECT quote_id || ' of revision ' || revision_id FROM revision_quotes
WHERE start_char IS NOT json_extract(parts, '$[0][0]')
  OR end_char IS NOT json_extract(parts, '$[#-1][1]')

-- check revision_quotes: the id is that of its document and words
SELECT quote_id || ' of revision ' || revision_id FROM (
  SELECT q.quote_id, q.revision_id, r.document_id, q.text, row_number() OVER (
    PARTITION BY q.revision_id, q.text ORDER BY q.start_char
  ) - 1 AS occurrence
  FROM revision_quotes AS q JOIN revisions AS r ON r.id = q.revision_id
) WHERE quote_id <> quote_id_of(document_id, text, occurrence)

-- check removals: it can be told by its id and by its text
SELECT id FROM removals AS r
WHERE NOT EXISTS (SELECT 1 FROM removal_keys WHERE removal_id = r.id AND key = r.document_id)
  OR NOT EXISTS (SELECT 1 FROM removal_keys WHERE removal_id = r.id AND key = r.sha256)
