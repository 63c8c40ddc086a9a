-- The key parts of all indexes; origin is 'c' for CREATE INDEX, 'u' for UNIQUE, 'pk' for a primary key.
SELECT l.name AS owner, i.name AS index_name, i."unique" AS is_unique, i.origin, i.partial AS is_partial, x.cid, x.name AS column_name,
       x."desc" AS descending, x.coll AS collation
FROM pragma_table_list AS l
JOIN pragma_index_list(l.name, 'main') AS i
JOIN pragma_index_xinfo(i.name, 'main') AS x
WHERE l.schema = 'main'
  AND l.type = 'table'
  AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'
  AND x.key = 1
ORDER BY l.name, i.name, x.seqno
