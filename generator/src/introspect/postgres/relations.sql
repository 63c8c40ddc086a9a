-- Tables and views of the schemas $1 but not partitions nor what an extension owns; and the table named $2, wherever it is.
SELECT c.oid::int8 AS id,
       n.nspname::text AS schema,
       c.relname::text AS name,
       c.relkind::text AS kind,
       d.description AS comment,
       CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(c.oid) END AS definition
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND NOT c.relispartition
  AND (n.nspname = ANY ($1) OR c.relname = $2)
  AND c.oid NOT IN (SELECT e.objid
                    FROM pg_catalog.pg_depend e
                    WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                      AND e.classid = 'pg_catalog.pg_class'::regclass
                      AND e.deptype = 'e')
