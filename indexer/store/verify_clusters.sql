-- As verify.sql, for what the fifth migration brought. Quotes of an older database have no wording
-- until something is added to it; they are in no cluster then.

-- check quotes: the wording is that of its words and its speaker
SELECT q.id FROM quotes AS q LEFT JOIN wordings AS w ON w.id = q.wording_id
LEFT JOIN speakers AS s ON s.id = q.speaker_id AND s.document_id IS NULL
WHERE q.wording_id IS NOT NULL
  AND (w.digest IS NOT wording_digest_of(q.text) OR w.speaker <> coalesce(s.id, 0))

-- check quotes: all of one wording are in one cluster, or in none
SELECT min(id) FROM quotes WHERE wording_id IS NOT NULL
GROUP BY wording_id HAVING count(DISTINCT coalesce(cluster_id, '')) > 1

-- check quotes: what was not compared is in no cluster
SELECT id FROM quotes WHERE wording_id IS NULL AND cluster_id IS NOT NULL

-- check wordings: is that of a quote
SELECT id FROM wordings
WHERE id NOT IN (SELECT wording_id FROM quotes WHERE wording_id IS NOT NULL)

-- check wordings: word_count and telling_count are those of its words
SELECT id FROM wordings AS w
WHERE word_count || ' ' || telling_count <> (
  SELECT measure_of(text) FROM quotes WHERE wording_id = w.id LIMIT 1
)

-- check wording_shingles: are those of the wording's words, with its speaker
SELECT coalesce(w.id, s.wording_id) FROM (
  SELECT wording_id, min(speaker) AS least, max(speaker) AS most,
    count(*) || ' ' || sum(shingle) AS shingles
  FROM wording_shingles GROUP BY wording_id
) AS s LEFT JOIN wordings AS w ON w.id = s.wording_id
WHERE w.id IS NULL OR s.least <> w.speaker OR s.most <> w.speaker OR s.shingles <> (
  SELECT shingles_of(text, w.speaker) FROM quotes WHERE wording_id = w.id LIMIT 1
)
UNION ALL
SELECT id FROM wordings AS w
WHERE id NOT IN (SELECT wording_id FROM wording_shingles) AND (
  SELECT shingles_of(text, w.speaker) FROM quotes WHERE wording_id = w.id LIMIT 1
) <> '0 0'

-- check wording_links: stands from both of its wordings, which are there
SELECT a.wording_id || ' to ' || a.other_id FROM wording_links AS a
LEFT JOIN wording_links AS b ON b.wording_id = a.other_id AND b.other_id = a.wording_id
WHERE b.relation IS NOT a.relation OR b.coverage <> a.coverage OR b.closeness <> a.closeness
  OR a.wording_id = a.other_id OR a.other_id NOT IN (SELECT id FROM wordings)

-- check wording_links: says how like the two wordings are
SELECT l.wording_id || ' to ' || l.other_id FROM wording_links AS l
JOIN wordings AS a ON a.id = l.wording_id JOIN wordings AS b ON b.id = l.other_id
WHERE printf('%s %.4f %.4f', relation, coverage, closeness) <> likeness_of(
  (SELECT text FROM quotes WHERE wording_id = a.id LIMIT 1), a.speaker,
  (SELECT text FROM quotes WHERE wording_id = b.id LIMIT 1), b.speaker
)

-- check quote_clusters: the id is the smallest of its quotes' ids, of which there are two or more
SELECT c.id FROM quote_clusters AS c LEFT JOIN (
  SELECT cluster_id, min(id) AS first, count(*) AS quotes FROM quotes
  WHERE cluster_id IS NOT NULL GROUP BY cluster_id
) AS q ON q.cluster_id = c.id
WHERE q.first IS NOT c.id OR q.quotes < 2

-- check quote_clusters: counts and dates are those of its quotes
SELECT c.id FROM quote_clusters AS c JOIN (
  SELECT q.cluster_id AS cluster_id, count(*) AS quotes, count(DISTINCT w.digest) AS wordings,
    count(DISTINCT q.document_id) AS documents, count(DISTINCT q.publication_id) AS outlets,
    count(DISTINCT coalesce(d.group_id, q.document_id)) AS sources,
    min(q.published) AS first, max(q.published) AS last
  FROM quotes AS q JOIN wordings AS w ON w.id = q.wording_id
  LEFT JOIN document_copies AS d ON d.document_id = q.document_id
  WHERE q.cluster_id IS NOT NULL GROUP BY q.cluster_id
) AS q ON q.cluster_id = c.id
WHERE c.quote_count <> q.quotes OR c.wording_count <> q.wordings OR c.document_count <> q.documents
  OR c.outlet_count <> q.outlets OR c.source_count <> q.sources
  OR c.first_seen IS NOT q.first OR c.last_seen IS NOT q.last

-- check quote_clusters: disputed where several speakers are named, else the speaker is the only one
SELECT c.id FROM quote_clusters AS c LEFT JOIN (
  SELECT q.cluster_id AS cluster_id, count(DISTINCT s.id) AS speakers, max(s.id) AS speaker
  FROM quotes AS q JOIN speakers AS s ON s.id = q.speaker_id AND s.document_id IS NULL
  WHERE q.cluster_id IS NOT NULL GROUP BY q.cluster_id
) AS q ON q.cluster_id = c.id
WHERE c.speaker_count <> coalesce(q.speakers, 0) OR c.disputed <> (c.speaker_count > 1)
  OR c.speaker_id IS NOT iif(c.speaker_count = 1, q.speaker, NULL)

-- check quote_clusters: the text is that of its quote, and none of its quotes has more words
SELECT c.id FROM quote_clusters AS c LEFT JOIN quotes AS q ON q.id = c.quote_id
LEFT JOIN wordings AS w ON w.id = q.wording_id
WHERE q.text IS NOT c.text OR q.cluster_id IS NOT c.id OR w.word_count < (
  SELECT max(o.word_count) FROM quotes AS p JOIN wordings AS o ON o.id = p.wording_id
  WHERE p.cluster_id = c.id
)

-- check document_copies: every document with compared quotes is there, and no other
SELECT coalesce(q.document_id, c.document_id) FROM (
  SELECT DISTINCT document_id FROM quotes WHERE wording_id IS NOT NULL
) AS q LEFT JOIN document_copies AS c ON c.document_id = q.document_id
WHERE c.document_id IS NULL
UNION ALL
SELECT document_id FROM document_copies AS c
WHERE NOT EXISTS (SELECT 1 FROM quotes WHERE document_id = c.document_id)

-- check document_copies: the text is that of its document
SELECT c.document_id FROM document_copies AS c JOIN documents AS d ON d.id = c.document_id
JOIN article_texts AS t ON t.id = c.text_id
WHERE t.digest || ' ' || t.run_count <> article_digest_of(d.text)

-- check article_texts: is that of a document
SELECT id FROM article_texts WHERE id NOT IN (SELECT text_id FROM document_copies)

-- check article_runs: are those of the text
SELECT r.text_id FROM (
  SELECT text_id, count(*) || ' ' || sum(run) AS runs FROM article_runs GROUP BY text_id
) AS r
WHERE r.runs IS NOT (
  SELECT article_runs_of(text) FROM documents
  WHERE id = (SELECT document_id FROM document_copies WHERE text_id = r.text_id LIMIT 1)
)
UNION ALL
SELECT id FROM article_texts
WHERE run_count > 0 AND id NOT IN (SELECT text_id FROM article_runs)

-- check document_groups: the id is the smallest of its documents' ids, of which there are several
SELECT g.id FROM document_groups AS g LEFT JOIN (
  SELECT group_id, min(document_id) AS first, count(*) AS documents FROM document_copies
  WHERE group_id IS NOT NULL GROUP BY group_id
) AS c ON c.group_id = g.id
WHERE c.first IS NOT g.id OR c.documents < 2

-- check document_groups: count, dates and fullest text are those of its documents
SELECT g.id FROM document_groups AS g JOIN (
  SELECT c.group_id AS group_id, count(*) AS documents, min(d.published) AS first,
    max(d.published) AS last, max(d.word_count) AS words
  FROM document_copies AS c JOIN documents AS d ON d.id = c.document_id
  WHERE c.group_id IS NOT NULL GROUP BY c.group_id
) AS c ON c.group_id = g.id
LEFT JOIN document_copies AS f ON f.document_id = g.document_id AND f.group_id = g.id
LEFT JOIN documents AS d ON d.id = f.document_id
WHERE g.document_count <> c.documents OR g.first_seen IS NOT c.first OR g.last_seen IS NOT c.last
  OR d.word_count IS NOT c.words
