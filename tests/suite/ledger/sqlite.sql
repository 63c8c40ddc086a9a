-- Every object but the columns of views and virtual tables, as (kind, schema, owner, name). Pragmas tell no names of
-- keys, so that those are counted by table alone.
WITH kinds AS MATERIALIZED (SELECT name, type FROM pragma_table_list WHERE schema = 'main'),
objects AS MATERIALIZED (
    SELECT m.type, m.name, m.tbl_name, m.sql, k.type AS kind FROM sqlite_master m LEFT JOIN kinds k ON k.name = m.name AND m.type IN ('table', 'view')
    WHERE substr(lower(m.name), 1, 7) <> 'sqlite_' AND lower(m.tbl_name) <> 'seaql_migrations'
)
SELECT 'schema' AS kind, 'main' AS "schema", '' AS owner, 'main' AS name
UNION ALL SELECT CASE kind WHEN 'view' THEN 'view' WHEN 'shadow' THEN 'shadow_table' ELSE 'table' END, 'main', '', name
    FROM objects WHERE type IN ('table', 'view')
UNION ALL SELECT 'column', 'main', o.name, c.name FROM objects o JOIN pragma_table_xinfo(o.name) c WHERE o.kind = 'table' AND c.hidden <> 1
UNION ALL SELECT 'primary_key', 'main', o.name, '' FROM objects o
    WHERE o.kind = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(o.name) c WHERE c.pk > 0)
UNION ALL SELECT 'unique_key', 'main', o.name, '' FROM objects o JOIN pragma_index_list(o.name) i WHERE o.kind = 'table' AND i.origin = 'u'
UNION ALL SELECT 'index', 'main', o.name, i.name FROM objects o JOIN pragma_index_list(o.name) i WHERE o.kind = 'table' AND i.origin = 'c'
UNION ALL SELECT 'foreign_key', 'main', o.name, '' FROM objects o JOIN pragma_foreign_key_list(o.name) f WHERE o.kind = 'table' AND f.seq = 0
UNION ALL SELECT 'trigger', 'main', '', name FROM objects WHERE type = 'trigger'
