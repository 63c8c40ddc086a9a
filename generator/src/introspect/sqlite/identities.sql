-- The place of each table and view in sqlite_master, and of each column in its table. What was dropped leaves its numbers to
-- what is made next, so that the number of statements is told, too.
SELECT 'row' AS class, m.rowid AS number, 0 AS part, m.type AS kind, 'main' AS schema, NULL AS owner, m.name AS name,
       (SELECT schema_version FROM pragma_schema_version) AS counted
FROM sqlite_master m
WHERE m.type = 'table'
UNION ALL
SELECT 'row', m.rowid, c.cid + 1, 'column', 'main', m.name, c.name, (SELECT schema_version FROM pragma_schema_version)
FROM sqlite_master m
JOIN pragma_table_xinfo(m.name) c
WHERE m.type = 'table'
