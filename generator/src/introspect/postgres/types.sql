-- Types that a column can have but the row types of tables, wherever they are, with the labels of enums.
SELECT t.oid::int8 AS id,
       n.nspname::text AS schema,
       t.typname::text AS name,
       pg_catalog.format_type(t.oid, -1) AS spelling,
       t.typtype::text AS kind,
       COALESCE(e.oid, 0)::int8 AS element,
       t.typbasetype::int8 AS base,
       t.typtypmod AS base_modifier,
       CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END AS base_spelling,
       t.typnotnull AS not_null,
       CASE WHEN t.typtype = 'd' THEN pg_catalog.pg_get_expr(t.typdefaultbin, 0) END AS expression,
       t.typrelid::int8 AS relation,
       COALESCE(r.rngsubtype, 0)::int8 AS subtype,
       COALESCE(l.labels, '{}') AS labels,
       d.description AS comment,
       t.oid IN (SELECT x.objid
                 FROM pg_catalog.pg_depend x
                 WHERE x.refclassid = 'pg_catalog.pg_extension'::regclass
                   AND x.classid = 'pg_catalog.pg_type'::regclass
                   AND x.deptype = 'e') AS from_extension
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
-- int2vector and its like have elements too, but are no arrays to a client. An array with another separator than the
-- comma (box[]) is read and written as one text.
LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND e.typarray = t.oid AND e.typdelim = ','
LEFT JOIN pg_catalog.pg_class c ON c.oid = COALESCE(e.typrelid, t.typrelid)
-- As a document, because servers before 14 have no column for multiranges.
LEFT JOIN pg_catalog.pg_range r
       ON t.oid IN (r.rngtypid, (pg_catalog.to_jsonb(r) ->> 'rngmultitypid')::oid)
LEFT JOIN (SELECT b.enumtypid, array_agg(b.enumlabel::text ORDER BY b.enumsortorder) AS labels
           FROM pg_catalog.pg_enum b
           GROUP BY b.enumtypid) l ON l.enumtypid = t.oid
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
WHERE COALESCE(c.relkind, 'c') = 'c'
