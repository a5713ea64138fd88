-- Each check names a table and a promise, and returns the key of every row that breaks it.

-- check documents: the digest is that of the text
SELECT id FROM documents WHERE sha256 <> sha256_of(text)

-- check documents: the text can be counted in characters to its end
SELECT id FROM documents WHERE length(text) <> characters_of(text)

-- check documents: word_count is the number of its words
SELECT id FROM documents WHERE word_count <> words_of(text)

-- check documents: quote_count is the number of its quotes
SELECT id FROM documents AS d
WHERE quote_count <> (SELECT count(*) FROM quotes WHERE document_id = d.id)

-- check quotes: the kind is direct or mixed
SELECT id FROM quotes WHERE kind NOT IN ('direct', 'mixed')

-- check quotes: the id is that of its document and words
SELECT id FROM (
  SELECT id, document_id, text, row_number() OVER (
    PARTITION BY document_id, text ORDER BY start_char
  ) - 1 AS occurrence FROM quotes
) WHERE id <> quote_id_of(document_id, text, occurrence)

-- check quotes: has at least one part
SELECT id FROM quotes WHERE id NOT IN (SELECT quote_id FROM quote_parts)

-- check quotes: the text is its parts joined by one space
SELECT q.id FROM quotes AS q
WHERE q.text <> (
  SELECT group_concat(text, ' ') FROM (
    SELECT text FROM quote_parts WHERE quote_id = q.id ORDER BY position
  )
)

-- check quotes: start_char and end_char are its first part's start and last part's end
SELECT q.id FROM quotes AS q JOIN (
  SELECT quote_id, min(start_char) AS first, max(end_char) AS last FROM quote_parts GROUP BY quote_id
) AS p ON p.quote_id = q.id
WHERE q.start_char <> p.first OR q.end_char <> p.last

-- check quotes: the mention is the article's words at mention_start to mention_end
SELECT q.id FROM quotes AS q JOIN documents AS d ON d.id = q.document_id
WHERE q.mention IS NOT substr(d.text, q.mention_start + 1, q.mention_end - q.mention_start)

-- check quotes: the cue is the article's words at cue_start to cue_end
SELECT q.id FROM quotes AS q JOIN documents AS d ON d.id = q.document_id
WHERE q.cue IS NOT substr(d.text, q.cue_start + 1, q.cue_end - q.cue_start)

-- check quotes: the role is words of the article
SELECT q.id FROM quotes AS q JOIN documents AS d ON d.id = q.document_id
WHERE q.role IS NOT NULL AND instr(d.text, q.role) = 0

-- check quotes: the context holds the quote and lies inside the article
SELECT q.id FROM quotes AS q JOIN documents AS d ON d.id = q.document_id
WHERE q.context_start < 0 OR q.context_start > q.start_char
  OR q.context_end < q.end_char OR q.context_end > length(d.text)

-- check quotes: the confidence lies between 0 and 1
SELECT id FROM quotes WHERE confidence IS NULL OR NOT confidence BETWEEN 0 AND 1

-- check quotes: speaker_name is the speaker's name
SELECT q.id FROM quotes AS q LEFT JOIN speakers AS s ON s.id = q.speaker_id
WHERE q.speaker_name IS NOT s.name

-- check quotes: publication and date are its document's
SELECT q.id FROM quotes AS q JOIN documents AS d ON d.id = q.document_id
WHERE q.publication_id IS NOT d.publication_id OR q.published IS NOT d.published

-- check quote_parts: the part is the article's words at start_char to end_char
SELECT p.quote_id || ' part ' || p.position FROM quote_parts AS p
JOIN quotes AS q ON q.id = p.quote_id JOIN documents AS d ON d.id = q.document_id
WHERE p.text IS NOT substr(d.text, p.start_char + 1, p.end_char - p.start_char)
  OR p.end_char <= p.start_char

-- check quote_parts: parts follow one another, numbered from 0
SELECT quote_id || ' part ' || position FROM (
  SELECT quote_id, position, start_char,
    lag(end_char, 1, -1) OVER parts AS previous_end,
    row_number() OVER parts - 1 AS expected
  FROM quote_parts WINDOW parts AS (PARTITION BY quote_id ORDER BY position)
) WHERE position <> expected OR start_char < previous_end

-- check speakers: the kind is one of the five
SELECT id FROM speakers
WHERE kind NOT IN ('person', 'organization', 'document', 'group', 'unknown')

-- check speakers: who belongs to one document is quoted in it alone
SELECT id FROM speakers AS s
WHERE EXISTS (SELECT 1 FROM quotes WHERE speaker_id = s.id AND document_id <> s.document_id)

-- check speakers: quote_count and document_count are those of its quotes
SELECT s.id FROM speakers AS s LEFT JOIN (
  SELECT speaker_id, count(*) AS quotes, count(DISTINCT document_id) AS documents
  FROM quotes GROUP BY speaker_id
) AS q ON q.speaker_id = s.id
WHERE s.quote_count <> coalesce(q.quotes, 0) OR s.document_count <> coalesce(q.documents, 0)

-- check speakers: first_quoted and last_quoted are the dates of its quotes
SELECT s.id FROM speakers AS s LEFT JOIN (
  SELECT speaker_id, min(published) AS first, max(published) AS last
  FROM quotes GROUP BY speaker_id
) AS q ON q.speaker_id = s.id
WHERE s.first_quoted IS NOT q.first OR s.last_quoted IS NOT q.last

-- check speakers: the name is among its names
SELECT id FROM speakers AS s
WHERE NOT EXISTS (SELECT 1 FROM speaker_names WHERE speaker_id = s.id AND name = s.name)

-- check speakers: is quoted
SELECT id FROM speakers WHERE id NOT IN (SELECT speaker_id FROM quotes WHERE speaker_id IS NOT NULL)

-- check publications: has an article
SELECT id FROM publications
WHERE id NOT IN (SELECT publication_id FROM documents WHERE publication_id IS NOT NULL)

-- check publications: quote_count and document_count are those of its documents
SELECT p.id FROM publications AS p LEFT JOIN (
  SELECT publication_id, count(*) AS documents, sum(quote_count) AS quotes
  FROM documents GROUP BY publication_id
) AS d ON d.publication_id = p.id
WHERE p.document_count <> coalesce(d.documents, 0) OR p.quote_count <> coalesce(d.quotes, 0)
