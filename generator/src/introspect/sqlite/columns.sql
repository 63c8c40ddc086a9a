-- The columns of all base tables (?1 is true), or of all views and virtual tables (?1 is false).
-- A view that refers to something that is gone makes the whole statement fail; a base table cannot.
SELECT l.name AS owner, c.name, c.type AS declared, c."notnull" AS not_null, c.dflt_value AS default_text,
       c.pk AS key_position, c.hidden
FROM pragma_table_list AS l
JOIN pragma_table_xinfo(l.name, 'main') AS c
WHERE l.schema = 'main'
  AND l.type IN ('table', 'view', 'virtual')
  AND (l.type = 'table') = ?1
  AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'
ORDER BY l.name, c.cid
