-- Indexes of the tables and materialized views of the schemas $1, those of constraints too.
SELECT i.id, i.relation, i.name, i.method, i.is_unique, i.valid, i.positions, i.options, i.key_parts, i.expressions, i.predicate,
       i.is_partial, i.nulls_not_distinct, i.operator_classes, i.collations
-- Before PostgreSQL 15 pg_index has no such column; the name then means this one.
FROM (SELECT false AS indnullsnotdistinct) older
-- Operator classes that are not what their type has by itself: few databases have an index with any.
CROSS JOIN (
    SELECT array_agg(o.oid) AS classes
    FROM pg_catalog.pg_opclass o
    WHERE NOT o.opcdefault
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_opclass d
                      WHERE d.opcfamily = o.opcfamily AND d.opcintype = o.opcintype AND d.opcdefault)
) special
CROSS JOIN LATERAL (
    SELECT i.indexrelid::int8 AS id,
           i.indrelid::int8 AS relation,
           x.relname::text AS name,
           m.amname::text AS method,
           i.indisunique AS is_unique,
           i.indisvalid AS valid,
           -- An int2vector counts from zero, which an array sent to a client must not.
           string_to_array(i.indkey::text, ' ')::int2[] AS positions,
           string_to_array(i.indoption::text, ' ')::int2[] AS options,
           i.indnkeyatts AS key_parts,
           CASE WHEN i.indexprs IS NULL THEN '{}'
                ELSE ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, p.part, true)
                           FROM generate_series(1, i.indnkeyatts::int4) AS p (part)
                           ORDER BY p.part) END AS expressions,
           CASE WHEN string_to_array(i.indclass::text, ' ')::oid[] && special.classes
                THEN ARRAY(SELECT CASE WHEN p.class = ANY (special.classes) THEN o.opcname::text ELSE '' END
                           FROM unnest(string_to_array(i.indclass::text, ' ')::oid[]) WITH ORDINALITY AS p (class, part)
                           JOIN pg_catalog.pg_opclass o ON o.oid = p.class
                           ORDER BY p.part)
                ELSE '{}' END AS operator_classes,
           -- 100 is the collation of the database.
           CASE WHEN i.indcollation::text ~ '^(0|100)( 0| 100)*$' THEN '{}'
                ELSE ARRAY(SELECT CASE WHEN p.number IN (0, 100) THEN ''
                                       WHEN o.collnamespace = 'pg_catalog'::regnamespace THEN o.collname::text
                                       ELSE o.collnamespace::regnamespace::text || '.' || o.collname END
                           FROM unnest(string_to_array(i.indcollation::text, ' ')::oid[])
                                WITH ORDINALITY AS p (number, part)
                           LEFT JOIN pg_catalog.pg_collation o ON o.oid = p.number
                           ORDER BY p.part) END AS collations,
           pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
           i.indpred IS NOT NULL AS is_partial,
           indnullsnotdistinct AS nulls_not_distinct
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    JOIN pg_catalog.pg_am m ON m.oid = x.relam
    WHERE n.nspname = ANY ($1)
      AND c.relkind IN ('r', 'p', 'f', 'm')
      AND NOT c.relispartition
      AND i.indislive
) i
