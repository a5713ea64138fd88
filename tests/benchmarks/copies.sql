-- One copy of all articles whose ids begin with a hexadecimal digit. :letter begins the ids of the
-- copy, :n counts copies. The hundred most quoted speakers are the same in all copies; the others are
-- others, with another name. Dates move by some days, so that days don't fill up five times.

CREATE TEMP TABLE shared AS SELECT id FROM speakers
WHERE document_id IS NULL AND id <= :last_speaker ORDER BY quote_count DESC LIMIT 100;

INSERT INTO documents (id, source, url, title, author, publication_id, published, language, sha256,
  word_count, quote_count, indexed_at, indexer_version, text, name, published_raw, retrieved)
SELECT :letter || substr(id, 2), source || :letter, url || :letter, title, author, publication_id,
  date(published, '-' || (:n * 3) || ' days'), language, sha256, word_count, quote_count, indexed_at,
  indexer_version, text, name, published_raw, retrieved
FROM documents WHERE id < 'g';

INSERT INTO speakers (id, name, kind, wikidata_id, document_id, quote_count, document_count,
  first_quoted, last_quoted)
SELECT id + :n * :last_speaker, name || CASE WHEN document_id IS NULL THEN ' ' || upper(:letter) ELSE '' END,
  kind, wikidata_id, :letter || substr(document_id, 2), quote_count, document_count, first_quoted,
  last_quoted
FROM speakers WHERE id <= :last_speaker AND id NOT IN shared;

INSERT INTO speaker_names (speaker_id, name)
SELECT speaker_id + :n * :last_speaker, name || CASE WHEN name GLOB '* *' THEN ' ' || upper(:letter) ELSE '' END
FROM speaker_names WHERE speaker_id <= :last_speaker AND speaker_id NOT IN shared;

INSERT INTO quotes (id, document_id, kind, text, start_char, end_char, speaker_id, speaker_name, mention,
  mention_start, mention_end, role, cue, cue_start, cue_end, method, confidence, publication_id,
  published, context_start, context_end)
SELECT :letter || substr(id, 2), :letter || substr(document_id, 2), kind, text, start_char, end_char,
  CASE WHEN speaker_id IN shared THEN speaker_id ELSE speaker_id + :n * :last_speaker END,
  CASE WHEN speaker_id IN shared OR speaker_name GLOB 'a senior*' THEN speaker_name
    ELSE speaker_name || ' ' || upper(:letter) END,
  mention, mention_start, mention_end, role, cue, cue_start, cue_end, method, confidence,
  publication_id, date(published, '-' || (:n * 3) || ' days'), context_start, context_end
FROM quotes WHERE id < 'g';

INSERT INTO quote_parts (quote_id, position, start_char, end_char, text)
SELECT :letter || substr(quote_id, 2), position, start_char, end_char, text
FROM quote_parts WHERE quote_id < 'g';

DROP TABLE shared;
