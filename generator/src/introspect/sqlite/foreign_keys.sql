-- The foreign keys of all tables, one row per column. The library numbers them from the last declared to the first.
SELECT l.name AS owner, f.id, f."table" AS target, f."from" AS source_column, f."to" AS target_column,
       f.on_update, f.on_delete
FROM pragma_table_list AS l
JOIN pragma_foreign_key_list(l.name, 'main') AS f
WHERE l.schema = 'main'
  AND l.type = 'table'
  AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'
ORDER BY l.name, f.id DESC, f.seq
