-- Columns of the tables and views of the schemas $1, with default or generating expression, collation and comment; and
-- the attributes of its composite types.
WITH RECURSIVE lines AS (
    SELECT h.inhparent AS ancestor, h.inhrelid AS heir FROM pg_catalog.pg_inherits h
    UNION
    SELECT l.ancestor, h.inhrelid FROM lines l JOIN pg_catalog.pg_inherits h ON h.inhparent = l.heir
),
-- Columns that give NULL though they are NOT NULL: an heir dropped it or does not enforce it, or rows of old break it.
loose AS (
    SELECT l.ancestor AS relation, i.attname AS name
    FROM lines l
    JOIN pg_catalog.pg_class c ON c.oid = l.heir
    JOIN pg_catalog.pg_attribute i ON i.attrelid = l.heir
    WHERE i.attnum > 0 AND (c.relkind = 'f' OR NOT (i.attnotnull OR c.relispartition))
    UNION ALL
    SELECT i.attrelid, i.attname
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_attribute i ON i.attrelid = k.conrelid AND i.attnum = ANY (k.conkey)
    WHERE k.contype = 'n' AND NOT k.convalidated
)
SELECT a.attrelid::int8 AS relation,
       a.attnum AS position,
       a.attname::text AS name,
       a.atttypid::int8 AS type_id,
       a.atttypmod AS modifier,
       a.attndims::int4 AS dimensions,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS raw_type,
       a.attnotnull AND (a.attrelid, a.attname) NOT IN (SELECT relation, name FROM loose) AS not_null,
       a.attidentity::text AS identity,
       a.generated,
       -- A default refers to no column, and to spell it without its table saves opening every table.
       pg_catalog.pg_get_expr(f.adbin, CASE WHEN a.generated = '' THEN 0 ELSE f.adrelid END) AS expression,
       CASE WHEN o.collnamespace = 'pg_catalog'::regnamespace THEN o.collname::text
            WHEN o.oid IS NOT NULL THEN o.collnamespace::regnamespace::text || '.' || o.collname END AS collation,
       d.description AS comment
-- Before PostgreSQL 12 pg_attribute has no such column; the name then means this one.
FROM (SELECT ''::"char" AS attgenerated) older
CROSS JOIN LATERAL (SELECT a.*, attgenerated::text AS generated FROM pg_catalog.pg_attribute a) a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')
  AND NOT c.relispartition
  AND n.nspname = ANY ($1)
  AND a.attnum > 0
  AND NOT a.attisdropped
