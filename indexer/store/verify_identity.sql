-- As verify.sql, for what the sixth migration brought.

-- check quotes: a quote with a speaker belongs to an appearance of the speaker in its article
SELECT q.id FROM quotes AS q LEFT JOIN appearances AS a ON a.id = q.appearance_id
WHERE q.speaker_id IS NOT a.speaker_id
  OR (q.speaker_id IS NOT NULL AND q.document_id IS NOT a.document_id)

-- check appearances: quote_count is the number of its quotes
SELECT a.id FROM appearances AS a LEFT JOIN (
  SELECT appearance_id, count(*) AS quotes FROM quotes GROUP BY appearance_id
) AS q ON q.appearance_id = a.id
WHERE a.quote_count <> coalesce(q.quotes, 0) OR a.quote_count = 0

-- check appearances: the date is its document's
SELECT a.id FROM appearances AS a JOIN documents AS d ON d.id = a.document_id
WHERE a.published IS NOT d.published

-- check appearances: the speaker is that of its profile, or somebody in its article alone
SELECT a.id FROM appearances AS a
JOIN speakers AS s ON s.id = a.speaker_id
LEFT JOIN speaker_profiles AS p ON p.id = a.profile_id
WHERE (a.profile_id IS NULL AND s.document_id IS NOT a.document_id)
  OR (a.profile_id IS NOT NULL AND (p.speaker_id IS NOT a.speaker_id OR s.document_id IS NOT NULL))

-- check appearances: name, kind and role are those of its profile
SELECT a.id FROM appearances AS a JOIN speaker_profiles AS p ON p.id = a.profile_id
WHERE a.name <> p.name OR a.kind <> p.kind OR coalesce(a.role, '') <> p.role
  OR coalesce(a.outlet, '') <> p.outlet

-- check speakers: who has no name of their own belongs to one document, unless a person decided
SELECT id FROM speakers AS s
WHERE kind IN ('unknown', 'document', 'group') AND document_id IS NULL AND NOT EXISTS (
  SELECT 1 FROM speaker_profiles AS p JOIN decision_appearances AS d ON d.profile_id = p.id
  WHERE p.speaker_id = s.id
)

-- check speaker_profiles: counts and dates are those of its appearances
SELECT p.id FROM speaker_profiles AS p LEFT JOIN (
  SELECT profile_id, count(*) AS appearances, sum(quote_count) AS quotes,
    min(published) AS first, max(published) AS last
  FROM appearances GROUP BY profile_id
) AS a ON a.profile_id = p.id
WHERE p.appearance_count IS NOT a.appearances OR p.quote_count IS NOT a.quotes
  OR p.first_seen IS NOT a.first OR p.last_seen IS NOT a.last

-- check speaker_names: appearance_count is the number of articles that have the name
SELECT n.speaker_id || ' ' || n.name FROM speaker_names AS n
JOIN speakers AS s ON s.id = n.speaker_id
LEFT JOIN (
  SELECT speaker_id, value AS name, count(*) AS appearances
  FROM appearances, json_each(names) GROUP BY 1, 2
) AS a ON a.speaker_id = n.speaker_id AND a.name = n.name
WHERE n.appearance_count <> coalesce(a.appearances, 0)
  OR (n.appearance_count = 0 AND n.name <> s.name)

-- check decision_appearances: leads to the profile of its appearance
SELECT decision_id || ' ' || appearance_key FROM decision_appearances AS d
WHERE profile_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM appearances AS a
  WHERE a.profile_id = d.profile_id
    AND appearance_key_of(a.document_id, a.kind, a.name) = d.appearance_key
)

-- check speakers: wikidata_id is that of the one person who it surely is
SELECT s.id FROM speakers AS s
WHERE wikidata_id IS NOT NULL AND wikidata_id IS NOT (
  SELECT person_id FROM speaker_candidates WHERE speaker_id = s.id AND sure = 'certain'
)
