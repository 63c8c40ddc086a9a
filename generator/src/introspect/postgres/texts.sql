-- The texts of functions and procedures of the schemas $1, what partitioned tables are partitioned by, and which columns
-- draw numbers from which sequence. An aggregate has no text.
SELECT CASE WHEN p.prokind = 'p' THEN 'procedure' ELSE 'function' END AS kind, n.nspname::text AS schema,
       p.proname::text AS name, pg_catalog.oidvectortypes(p.proargtypes) AS part,
       pg_catalog.pg_get_functiondef(p.oid) AS text
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = ANY ($1)
  AND p.prokind IN ('f', 'p', 'w')
UNION ALL
SELECT 'partitioning', n.nspname::text, c.relname::text, '', 'PARTITION BY ' || pg_catalog.pg_get_partkeydef(c.oid)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1)
  AND c.relkind = 'p'
UNION ALL
SELECT 'numbering', n.nspname::text, c.relname::text, a.attname::text, pg_catalog.pg_get_expr(f.adbin, f.adrelid)
FROM pg_catalog.pg_attrdef f
JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
JOIN pg_catalog.pg_class c ON c.oid = f.adrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1)
  AND pg_catalog.pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%'
