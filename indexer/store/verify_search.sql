-- As verify.sql, for what the third migration brought.

-- check speaker_names_fts: the names of all who have one are there, and no others
SELECT coalesce(f.rowid, n.rowid) FROM (
  SELECT speaker_names.rowid AS rowid, name, speaker_id FROM speaker_names
  WHERE speaker_id IN (SELECT id FROM speakers WHERE document_id IS NULL)
) AS n LEFT JOIN speaker_names_fts AS f ON f.rowid = n.rowid
WHERE f.name IS NOT n.name OR f.speaker_id IS NOT n.speaker_id
UNION ALL
SELECT f.rowid FROM speaker_names_fts AS f LEFT JOIN speaker_names AS n ON n.rowid = f.rowid
WHERE n.speaker_id IS NULL
  OR EXISTS (SELECT 1 FROM speakers WHERE id = n.speaker_id AND document_id IS NOT NULL)
