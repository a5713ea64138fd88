-- One copy, number :n, of all that stood in an index before the first: other words, names and
-- addresses, and ids as the writer makes them. The functions other_... and ..._of are those of
-- copies.py; shared_speakers are the same persons in all copies.

INSERT INTO copied_documents (old, new)
SELECT id, article_id_of(url || '/' || :n) FROM documents WHERE rowid <= :last_document;

INSERT INTO documents (id, source, url, title, author, publication_id, published, language, sha256,
  word_count, quote_count, indexed_at, indexer_version, text, name, published_raw, retrieved, outlet)
SELECT new, source || '/' || :n, url || '/' || :n, other_words(title), author, publication_id,
  published, language, sha256_of(other_text(text)), word_count, quote_count, indexed_at, indexer_version, other_text(text),
  name, published_raw, retrieved, outlet
FROM documents CROSS JOIN copied_documents ON old = id WHERE documents.rowid <= :last_document
ORDER BY documents.rowid;

INSERT INTO speakers (id, name, kind, wikidata_id, document_id, quote_count, document_count,
  first_quoted, last_quoted)
SELECT id + :n * :last_speaker, other_name(name), kind, wikidata_id, new, quote_count,
  document_count, first_quoted, last_quoted
FROM speakers LEFT JOIN copied_documents ON old = document_id
WHERE id <= :last_speaker AND id NOT IN shared_speakers;

INSERT INTO speaker_names (speaker_id, name, appearance_count)
SELECT speaker_id + :n * :last_speaker, other_name(name), appearance_count
FROM speaker_names WHERE speaker_id <= :last_speaker AND speaker_id NOT IN shared_speakers;

INSERT INTO speaker_profiles (id, name, kind, role, outlet, scope, block, role_key, fields, is_weak,
  organization, speaker_id, rule, evidence, sure, contested, appearance_count, quote_count,
  first_seen, last_seen)
SELECT id + :n * :last_profile, other_name(name), kind, role, outlet, scope,
  block_of(other_name(name), kind), role_key, fields, is_weak, organization,
  speaker_id + :n * :last_speaker, rule, evidence, sure, contested, appearance_count, quote_count,
  first_seen, last_seen
FROM speaker_profiles WHERE id <= :last_profile AND speaker_id NOT IN shared_speakers;

INSERT INTO appearances (id, document_id, speaker_id, profile_id, name, kind, names, aliases, role,
  outlet, quote_count, published)
SELECT id + :n * :last_appearance, new,
  iif(speaker_id IN shared_speakers, speaker_id, speaker_id + :n * :last_speaker),
  iif(speaker_id IN shared_speakers, profile_id, profile_id + :n * :last_profile),
  other_name(name), kind, other_names(names), aliases, role, outlet, quote_count, published
FROM appearances CROSS JOIN copied_documents ON old = document_id WHERE id <= :last_appearance
ORDER BY id;

INSERT INTO copied_quotes (old, new)
SELECT quotes.rowid, other_quote_id(id, document_id, text, new)
FROM quotes CROSS JOIN copied_documents ON old = document_id
WHERE quotes.rowid <= :last_quote ORDER BY quotes.rowid;

INSERT INTO quotes (id, document_id, kind, text, start_char, end_char, speaker_id, speaker_name,
  mention, mention_start, mention_end, role, cue, cue_start, cue_end, method, confidence,
  publication_id, published, context_start, context_end, wording_id, appearance_id)
SELECT copied_quotes.new, d.new, kind, other_words(text), start_char, end_char,
  iif(speaker_id IN shared_speakers, speaker_id, speaker_id + :n * :last_speaker),
  other_name(speaker_name), other_name(mention), mention_start, mention_end, role, cue, cue_start,
  cue_end, method, confidence, publication_id, published, context_start, context_end, w.new,
  appearance_id + :n * :last_appearance
FROM copied_quotes CROSS JOIN quotes ON quotes.rowid = copied_quotes.old
CROSS JOIN copied_documents AS d ON d.old = document_id
CROSS JOIN copied_wordings AS w ON w.old = wording_id
ORDER BY copied_quotes.old;

INSERT INTO quote_parts (quote_id, position, start_char, end_char, text)
SELECT new, position, p.start_char, p.end_char, other_words(p.text)
FROM copied_quotes CROSS JOIN quotes ON quotes.rowid = old
CROSS JOIN quote_parts AS p ON p.quote_id = quotes.id
ORDER BY old, position;

INSERT OR IGNORE INTO wording_links (wording_id, other_id, relation, coverage, closeness)
SELECT one.new, other.new, relation, coverage, closeness
FROM wording_links CROSS JOIN copied_wordings AS one ON one.old = wording_id
CROSS JOIN copied_wordings AS other ON other.old = other_id
WHERE wording_id <= :last_wording;

DELETE FROM copied_documents;

DELETE FROM copied_wordings;

DELETE FROM copied_quotes;
