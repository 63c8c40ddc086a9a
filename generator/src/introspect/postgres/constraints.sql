-- Primary, unique, foreign, check and exclusion constraints of the tables of the schemas $1, without copies made for
-- partitions; and the checks of all domains. A foreign key over periods is none here, but one of the other objects:
-- what it refers to are all rows that cover a time, not a row with equal columns.
SELECT k.conrelid::int8 AS relation,
       k.contypid::int8 AS domain,
       k.conname::text AS name,
       k.contype::text AS kind,
       COALESCE(k.conkey, '{}') AS columns,
       k.condeferrable AS deferrable,
       k.condeferred AS deferred,
       k.convalidated AS validated,
       k.conindid::int8 AS index_id,
       k.confrelid::int8 AS target,
       s.nspname::text AS target_schema,
       r.relname::text AS target_name,
       COALESCE(k.confkey, '{}') AS target_columns,
       -- Columns of a target that is not read itself; few, so that looking each up is cheap.
       CASE WHEN r.relispartition OR s.nspname <> ALL ($1)
            THEN ARRAY(SELECT a.attname::text
                       FROM unnest(k.confkey) WITH ORDINALITY AS u (position, place)
                       JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.position
                       ORDER BY u.place)
            ELSE '{}' END AS distant_columns,
       k.confupdtype::text AS on_update,
       k.confdeltype::text AS on_delete,
       CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END AS expression
-- Before PostgreSQL 18 pg_constraint has no such column; the name then means this one.
FROM (SELECT false AS conperiod) older
CROSS JOIN LATERAL (SELECT k.*, conperiod AS over_periods FROM pg_catalog.pg_constraint k) k
JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid
LEFT JOIN pg_catalog.pg_namespace s ON s.oid = r.relnamespace
WHERE (n.nspname = ANY ($1) AND NOT c.relispartition OR k.contypid <> 0)
  AND k.contype IN ('p', 'u', 'f', 'c', 'x')
  AND (k.contype <> 'f' OR k.conparentid = 0 AND NOT k.over_periods)
