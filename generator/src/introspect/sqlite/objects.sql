-- All that has a stored CREATE text, of what kind it is, and what it belongs to. Names that begin with sqlite_ are the
-- library's own, and indexes that it made for a constraint have no text.
WITH kinds AS MATERIALIZED (SELECT name, type FROM pragma_table_list WHERE schema = 'main')
SELECT COALESCE(k.type, s.type) AS kind, s.name, s.tbl_name AS owner, s.sql AS text
FROM main.sqlite_schema AS s
LEFT JOIN kinds AS k ON k.name = s.name AND s.type IN ('table', 'view')
WHERE s.sql IS NOT NULL
  AND s.name NOT LIKE 'sqlite\_%' ESCAPE '\'
