-- Two who have the same name may be two: the name is no key any more.
DROP INDEX speakers_identity;
CREATE INDEX speakers_name ON speakers(name, kind);

-- What a person decided about speakers. The appearances meant are known by a digest of document,
-- name and kind, so that a decision outlives their removal, and keeps none of the article's words.
CREATE TABLE speaker_decisions (
  id INTEGER PRIMARY KEY,
  action TEXT NOT NULL,
  name TEXT,
  decided_at TEXT NOT NULL,
  decided_by TEXT,
  reason TEXT
);

-- Appearances that nothing tells apart: the same name, role and outlet. scope: empty, or what keeps
-- it apart from others of the name by a decision. block: names that differ in it are never joined.
-- role_key: the role without what wordings differ in. fields: of work, that it belongs to. is_weak: a
-- name that its role alone gives to somebody.
CREATE TABLE speaker_profiles (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  role TEXT NOT NULL,
  outlet TEXT NOT NULL,
  scope TEXT NOT NULL,
  block TEXT NOT NULL,
  role_key TEXT NOT NULL,
  fields TEXT NOT NULL,
  is_weak INTEGER NOT NULL,
  organization TEXT,
  speaker_id INTEGER REFERENCES speakers(id),
  rule TEXT,
  evidence TEXT,
  sure TEXT,
  contested INTEGER NOT NULL DEFAULT 0,
  appearance_count INTEGER NOT NULL DEFAULT 0,
  quote_count INTEGER NOT NULL DEFAULT 0,
  first_seen TEXT,
  last_seen TEXT
);
CREATE UNIQUE INDEX speaker_profiles_identity
ON speaker_profiles(name, kind, role, outlet, scope);
CREATE INDEX speaker_profiles_block ON speaker_profiles(block, kind, scope);
CREATE INDEX speaker_profiles_role ON speaker_profiles(name, kind, role_key);
CREATE INDEX speaker_profiles_fields ON speaker_profiles(name, kind, fields);
CREATE INDEX speaker_profiles_weak ON speaker_profiles(block, kind) WHERE is_weak;
CREATE INDEX speaker_profiles_empty ON speaker_profiles(id) WHERE appearance_count = 0;
CREATE INDEX speaker_profiles_speaker ON speaker_profiles(speaker_id, role);

-- Other names that articles give those of a profile: “Ann Roe, née Lee”.
CREATE TABLE profile_aliases (
  profile_id INTEGER NOT NULL REFERENCES speaker_profiles(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  block TEXT NOT NULL,
  appearance_count INTEGER NOT NULL,
  PRIMARY KEY (profile_id, name)
);
CREATE INDEX profile_aliases_block ON profile_aliases(block);

-- A speaker as one article shows them. names and aliases: JSON arrays.
CREATE TABLE appearances (
  id INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  speaker_id INTEGER NOT NULL REFERENCES speakers(id) ON DELETE CASCADE,
  profile_id INTEGER REFERENCES speaker_profiles(id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  names TEXT NOT NULL,
  aliases TEXT,
  role TEXT,
  outlet TEXT,
  quote_count INTEGER NOT NULL,
  published TEXT
);
CREATE UNIQUE INDEX appearances_identity ON appearances(document_id, name, kind);
CREATE INDEX appearances_speaker ON appearances(speaker_id, document_id);
CREATE INDEX appearances_profile ON appearances(profile_id, published);

-- profile_id: where the appearance is now, if its article is there and no later decision overrules.
CREATE TABLE decision_appearances (
  decision_id INTEGER NOT NULL REFERENCES speaker_decisions(id) ON DELETE CASCADE,
  appearance_key TEXT NOT NULL,
  profile_id INTEGER REFERENCES speaker_profiles(id),
  PRIMARY KEY (appearance_key, decision_id)
);
CREATE INDEX decision_appearances_decision ON decision_appearances(decision_id, profile_id);
CREATE INDEX decision_appearances_profile ON decision_appearances(profile_id);

ALTER TABLE quotes ADD COLUMN appearance_id INTEGER REFERENCES appearances(id);
CREATE INDEX quotes_appearance ON quotes(appearance_id);

-- In how many articles the speaker bears the name.
ALTER TABLE speaker_names ADD COLUMN appearance_count INTEGER NOT NULL DEFAULT 0;

CREATE VIEW speaker_links AS
SELECT
  appearances.id AS appearance_id,
  appearances.speaker_id AS speaker_id,
  appearances.document_id AS document_id,
  appearances.name AS name,
  appearances.role AS role,
  coalesce(speaker_profiles.rule, 'article') AS rule,
  coalesce(speaker_profiles.evidence, 'somebody in this article alone') AS evidence,
  coalesce(speaker_profiles.sure, 'certain') AS sure
FROM appearances
LEFT JOIN speaker_profiles ON speaker_profiles.id = appearances.profile_id;

CREATE VIEW speaker_roles AS
SELECT
  speaker_id,
  role,
  organization,
  min(first_seen) AS first_seen,
  max(last_seen) AS last_seen,
  sum(appearance_count) AS document_count,
  sum(quote_count) AS quote_count
FROM speaker_profiles
WHERE role <> ''
GROUP BY speaker_id, role;

-- A register of known people, as it was imported.
CREATE TABLE people (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  description TEXT,
  born TEXT,
  died TEXT
);

-- block and name_key: a name as it is compared with those of speakers.
CREATE TABLE people_names (
  person_id TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  block TEXT NOT NULL,
  PRIMARY KEY (person_id, name)
);
CREATE INDEX people_names_block ON people_names(block);

-- Who of the register a speaker might be, and whether it is sure.
CREATE TABLE speaker_candidates (
  speaker_id INTEGER NOT NULL REFERENCES speakers(id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  evidence TEXT NOT NULL,
  sure TEXT NOT NULL,
  PRIMARY KEY (speaker_id, person_id)
);
CREATE INDEX speaker_candidates_person ON speaker_candidates(person_id);
