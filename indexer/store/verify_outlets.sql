-- As verify.sql, for what the third migration brought.

-- check documents: the id is that of its address, or else of outlet, name and text
SELECT id FROM documents WHERE id <> article_id_of(url, outlet, name, sha256)

-- check documents: its outlet is the one that has the name
SELECT id FROM documents AS d
WHERE publication_id IS NOT (SELECT publication_id FROM publication_names WHERE name = d.outlet)

-- check publications: the name is one of its names
SELECT id FROM publications AS p
WHERE NOT EXISTS (SELECT 1 FROM publication_names WHERE publication_id = p.id AND name = p.name)

-- check publication_names: document_count is the number of articles that have it
SELECT n.name FROM publication_names AS n LEFT JOIN (
  SELECT outlet, domain_of(url) AS domain, count(*) AS documents FROM documents GROUP BY 1, 2
) AS d ON d.outlet = n.name AND coalesce(d.domain, '') = coalesce(n.domain, '')
WHERE n.document_count IS NOT d.documents

-- check publication_names: names that differ only in case or spaces are one outlet
SELECT min(name) FROM publication_names
GROUP BY outlet_key, is_domain HAVING count(DISTINCT publication_id) > 1

-- check publication_names: a domain is that of the one outlet with a name there, or else nobody's
SELECT d.name FROM publication_names AS d
WHERE d.is_domain AND d.publication_id IS NOT (
  SELECT CASE count(DISTINCT n.publication_id) WHEN 1 THEN n.publication_id ELSE (
    SELECT b.publication_id FROM publication_names AS b
    WHERE b.publication_id = d.publication_id
      AND NOT EXISTS (
        SELECT 1 FROM publication_names AS o
        WHERE o.publication_id = b.publication_id AND NOT o.is_domain
      )
  ) END
  FROM publication_names AS n WHERE n.domain = d.outlet_key AND NOT n.is_domain
)
