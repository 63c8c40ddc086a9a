-- Functions and procedures of the schemas $1, but not what an extension owns nor what the server made for a type.
SELECT n.nspname::text AS schema,
       p.proname::text AS name,
       pg_catalog.oidvectortypes(p.proargtypes) AS signature,
       p.prokind::text AS kind,
       p.proisstrict AS strict,
       p.proname IN (SELECT s.proname
                     FROM pg_catalog.pg_proc s
                     WHERE s.pronamespace = 'pg_catalog'::regnamespace) AS shadowed,
       -- All parameters, where some carry values out; else those that take values in.
       a.types,
       ARRAY(SELECT pg_catalog.format_type(u.id::oid, -1)
             FROM unnest(a.types) WITH ORDINALITY AS u (id, place)
             ORDER BY u.place) AS raw_types,
       -- The table or view whose row type it is.
       ARRAY(SELECT (SELECT t.typrelid::int8 FROM pg_catalog.pg_type t WHERE t.oid = u.id::oid)
             FROM unnest(a.types) WITH ORDINALITY AS u (id, place)
             ORDER BY u.place) AS relations,
       COALESCE(p.proargmodes::text[], '{}') AS modes,
       COALESCE(p.proargnames, '{}') AS names,
       p.pronargdefaults AS defaults,
       p.prorettype::int8 AS returns,
       pg_catalog.format_type(p.prorettype, -1) AS raw_returns,
       p.proretset AS is_set,
       s.nspname::text AS row_schema,
       c.relname::text AS row_name,
       COALESCE(f.names, '{}') AS row_names,
       COALESCE(f.types, '{}') AS row_types,
       COALESCE(f.modifiers, '{}') AS row_modifiers,
       COALESCE(f.raw_types, '{}') AS row_raw_types,
       p.prosecdef AS security_definer,
       COALESCE(p.proconfig, '{}') AS settings,
       d.description AS comment
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_type t ON t.oid = p.prorettype
-- An oidvector counts from zero, which an array sent to a client must not.
CROSS JOIN LATERAL (
    SELECT COALESCE(p.proallargtypes::int8[], string_to_array(p.proargtypes::text, ' ')::int8[]) AS types
) a
LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_class c ON c.oid = CASE WHEN t.typtype = 'd' THEN b.typrelid ELSE t.typrelid END
LEFT JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
LEFT JOIN LATERAL (
    SELECT array_agg(x.attname::text ORDER BY x.attnum) AS names,
           array_agg(x.atttypid::int8 ORDER BY x.attnum) AS types,
           array_agg(x.atttypmod ORDER BY x.attnum) AS modifiers,
           array_agg(pg_catalog.format_type(x.atttypid, x.atttypmod) ORDER BY x.attnum) AS raw_types
    FROM pg_catalog.pg_attribute x
    WHERE x.attrelid = c.oid
      AND x.attnum > 0
      AND NOT x.attisdropped
) f ON true
LEFT JOIN pg_catalog.pg_description d
       ON d.classoid = 'pg_catalog.pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
WHERE n.nspname = ANY ($1)
  AND p.oid NOT IN (SELECT e.objid
                    FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_proc'::regclass
                      AND e.deptype IN ('e', 'i'))
