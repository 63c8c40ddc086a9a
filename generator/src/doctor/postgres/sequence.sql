-- Sequences that have used more than 70 % of what they, or the columns that take their numbers, can hold.
SELECT format('%I.%I', s.schemaname, s.sequencename),
    format('%s of %s numbers are used (%s %%)%s', s.last_value, l.most, (100 * s.last_value / l.most)::int,
        CASE WHEN o.oid IS NULL THEN '' ELSE format(', for %s.%I', o.oid::regclass, a.attname) END),
    CASE WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype) THEN format('ALTER TABLE %s ALTER COLUMN %I TYPE bigint; ALTER SEQUENCE %I.%I AS bigint',
        o.oid::regclass, a.attname, s.schemaname, s.sequencename) END,
    CASE WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype) THEN format('ALTER SEQUENCE %I.%I AS %s; ALTER TABLE %s ALTER COLUMN %I TYPE %s',
        s.schemaname, s.sequencename, a.atttypid::regtype, o.oid::regclass, a.attname, a.atttypid::regtype) END
FROM pg_catalog.pg_sequences s
JOIN pg_catalog.pg_class q ON q.relname = s.sequencename AND q.relnamespace = quote_ident(s.schemaname)::regnamespace
LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = q.oid AND d.deptype IN ('a', 'i')
    AND d.refclassid = 'pg_catalog.pg_class'::regclass
LEFT JOIN pg_catalog.pg_class o ON o.oid = d.refobjid
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
CROSS JOIN LATERAL (SELECT least(s.max_value, CASE a.atttypid WHEN 'int2'::regtype THEN 32767
    WHEN 'int4'::regtype THEN 2147483647 ELSE 9223372036854775807 END) AS most) l
WHERE NOT s.cycle AND s.increment_by > 0 AND s.last_value > l.most / 10 * 7
ORDER BY s.last_value::numeric / l.most DESC, 1
