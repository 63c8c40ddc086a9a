-- The identifiers of everything in the schemas of users.
WITH relation AS (
    SELECT c.oid, n.nspname::text AS schema, c.relname::text AS name, c.relkind
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
), named_type AS (
    SELECT t.oid, n.nspname::text AS schema, t.typname::text AS name, t.typtype
    FROM pg_catalog.pg_type t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
)
SELECT 'class' AS class, oid::int8 AS number, 0::int8 AS part,
       CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' WHEN 'c' THEN 'composite' ELSE 'table' END AS kind,
       schema, NULL AS owner, name, 0::int8 AS counted
FROM relation
WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'c')
UNION ALL
SELECT 'class', r.oid::int8, a.attnum::int8, CASE r.relkind WHEN 'c' THEN 'attribute' ELSE 'column' END,
       r.schema, r.name, a.attname::text, 0
FROM relation r
JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid
WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'class', i.oid::int8, 0, 'index', i.schema, r.name, i.name, 0
FROM relation i
JOIN pg_catalog.pg_index x ON x.indexrelid = i.oid
JOIN relation r ON r.oid = x.indrelid
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                  WHERE k.conindid = i.oid AND k.conrelid = r.oid AND k.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'constraint', k.oid::int8, 0, 'constraint', r.schema, r.name, k.conname::text, 0
FROM pg_catalog.pg_constraint k
JOIN relation r ON r.oid = k.conrelid
UNION ALL
SELECT 'constraint', k.oid::int8, 0, 'constraint', t.schema, t.name, k.conname::text, 0
FROM pg_catalog.pg_constraint k
JOIN named_type t ON t.oid = k.contypid
UNION ALL
SELECT 'type', oid::int8, 0, CASE typtype WHEN 'e' THEN 'enum' ELSE 'domain' END, schema, NULL, name, 0
FROM named_type
WHERE typtype IN ('e', 'd')
UNION ALL
SELECT 'label', l.oid::int8, 0, 'value', t.schema, t.name, l.enumlabel::text, 0
FROM pg_catalog.pg_enum l
JOIN named_type t ON t.oid = l.enumtypid
UNION ALL
SELECT 'routine', p.oid::int8, 0, 'routine', n.nspname::text, NULL,
       p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')', 0
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
