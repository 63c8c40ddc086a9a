-- Every object of the schemas $1, a JSON array, as (kind, schema, owner, name). Nothing of this is shared with the
-- generator: each list begins at the catalog that the server itself keeps for the kind.
WITH spaces AS (
    SELECT n.oid, n.nspname::text FROM pg_catalog.pg_namespace n JOIN pg_catalog.json_array_elements_text($1::json) j ON n.nspname = j
),
members AS (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'),
relations AS (
    SELECT c.oid, s.nspname, c.relname::text, c.relkind, c.relispartition
    FROM pg_catalog.pg_class c
    JOIN spaces s ON s.oid = c.relnamespace
    WHERE c.oid NOT IN (SELECT objid FROM members WHERE classid = 'pg_catalog.pg_class'::regclass)
      AND c.relname NOT IN ('seaql_migrations', 'seaql_migrations_id_seq')
),
wholes AS (SELECT * FROM relations WHERE relkind IN ('r', 'p', 'f') AND NOT relispartition),
views AS (SELECT * FROM relations WHERE relkind IN ('v', 'm')),
parts AS (SELECT * FROM relations WHERE relkind IN ('r', 'p', 'f') AND relispartition),
backing AS (SELECT conindid FROM pg_catalog.pg_constraint WHERE contype IN ('p', 'u', 'x'))
SELECT 'schema' AS kind, nspname AS schema, '' AS owner, nspname AS name FROM spaces
UNION ALL SELECT 'table', nspname, '', relname FROM wholes
UNION ALL SELECT 'view', nspname, '', relname FROM views
UNION ALL SELECT 'partition', p.nspname, CASE WHEN t.relnamespace::regnamespace::text = pg_catalog.quote_ident(p.nspname)
                                              THEN t.relname::text ELSE t.oid::regclass::text END, p.relname
    FROM parts p JOIN pg_catalog.pg_class t ON t.oid = pg_catalog.pg_partition_root(p.oid)
UNION ALL SELECT 'column', w.nspname, w.relname, a.attname FROM wholes w
    JOIN pg_catalog.pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT 'view_column', v.nspname, v.relname, a.attname FROM views v
    JOIN pg_catalog.pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT CASE WHEN k.contype = 'p' THEN 'primary_key' WHEN k.contype = 'u' THEN 'unique_key'
                      WHEN pg_catalog.to_jsonb(k) ->> 'conperiod' = 'true' AND k.contype = 'f' THEN 'period_key'
                      WHEN k.contype = 'f' THEN 'foreign_key'
                      WHEN k.contype = 'c' THEN 'check' WHEN k.contype = 'x' THEN 'exclusion' END, w.nspname, w.relname, k.conname
    FROM wholes w JOIN pg_catalog.pg_constraint k ON k.conrelid = w.oid
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0
UNION ALL SELECT CASE WHEN k.contype = 'x' THEN 'exclusion' ELSE 'constraint' END, p.nspname, p.relname, k.conname
    FROM parts p JOIN pg_catalog.pg_constraint k ON k.conrelid = p.oid
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0 AND (k.contype = 'x' OR k.coninhcount = 0)
UNION ALL SELECT 'index', r.nspname, r.relname, x.relname
    FROM relations r JOIN pg_catalog.pg_index i ON i.indrelid = r.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    WHERE NOT x.relispartition AND x.oid NOT IN (SELECT conindid FROM backing)
UNION ALL SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'base_type' END,
           s.nspname, '', t.typname
    FROM spaces s JOIN pg_catalog.pg_type t ON t.typnamespace = s.oid
    WHERE t.typtype IN ('e', 'd', 'r', 'b', 'p')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.oid = t.typelem AND e.typarray = t.oid)
      AND t.oid NOT IN (SELECT objid FROM members WHERE classid = 'pg_catalog.pg_type'::regclass)
UNION ALL SELECT 'composite', r.nspname, '', r.relname FROM relations r
    JOIN pg_catalog.pg_type t ON t.typrelid = r.oid
    WHERE r.relkind = 'c' AND t.oid NOT IN (SELECT objid FROM members WHERE classid = 'pg_catalog.pg_type'::regclass)
UNION ALL SELECT 'check', s.nspname, t.typname, k.conname
    FROM spaces s JOIN pg_catalog.pg_type t ON t.typnamespace = s.oid JOIN pg_catalog.pg_constraint k ON k.contypid = t.oid
    WHERE k.contype = 'c' AND t.oid NOT IN (SELECT objid FROM members WHERE classid = 'pg_catalog.pg_type'::regclass)
UNION ALL SELECT 'routine', s.nspname, '', p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')'
    FROM spaces s JOIN pg_catalog.pg_proc p ON p.pronamespace = s.oid
    -- The functions that make a range belong to its type.
    WHERE p.oid NOT IN (SELECT objid FROM pg_catalog.pg_depend
                        WHERE classid = 'pg_catalog.pg_proc'::regclass AND deptype IN ('e', 'i'))
UNION ALL SELECT 'sequence', r.nspname, COALESCE(o.relname::text, u.name, ''), r.relname
    FROM relations r
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = r.oid
                                    AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_catalog.pg_class o ON o.oid = d.refobjid
    LEFT JOIN LATERAL (SELECT MIN(CASE WHEN t.nspname = r.nspname THEN t.relname ELSE t.oid::regclass::text END) AS name
                       FROM pg_catalog.pg_attrdef f JOIN wholes t ON t.oid = f.adrelid
                       WHERE f.oid IN (SELECT objid FROM pg_catalog.pg_depend WHERE refobjid = r.oid)) u ON true
    WHERE r.relkind = 'S'
UNION ALL SELECT 'trigger', r.nspname, r.relname, t.tgname FROM relations r
    JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal AND t.tgparentid = 0
UNION ALL SELECT 'policy', p.schemaname, p.tablename, p.policyname
    FROM pg_catalog.pg_policies p JOIN relations r ON (r.nspname, r.relname) = (p.schemaname, p.tablename)
UNION ALL SELECT 'rule', p.schemaname, p.tablename, p.rulename
    FROM pg_catalog.pg_rules p JOIN relations r ON (r.nspname, r.relname) = (p.schemaname, p.tablename)
UNION ALL SELECT 'statistics', s.nspname, '', e.stxname
    FROM spaces s JOIN pg_catalog.pg_statistic_ext e ON e.stxnamespace = s.oid
UNION ALL SELECT 'inheritance', w.nspname, w.relname, '' FROM wholes w JOIN pg_catalog.pg_inherits i ON i.inhrelid = w.oid
UNION ALL SELECT 'operator', s.nspname, '', o.oprname || '(' || COALESCE(pg_catalog.format_type(NULLIF(o.oprleft, 0), -1), 'NONE')
                                         || ', ' || COALESCE(pg_catalog.format_type(NULLIF(o.oprright, 0), -1), 'NONE') || ')'
    FROM spaces s JOIN pg_catalog.pg_operator o ON o.oprnamespace = s.oid
    WHERE o.oid NOT IN (SELECT objid FROM members WHERE classid = 'pg_catalog.pg_operator'::regclass)
UNION ALL SELECT 'collation', s.nspname, '', o.collname
    FROM spaces s JOIN pg_catalog.pg_collation o ON o.collnamespace = s.oid
    WHERE o.oid NOT IN (SELECT objid FROM members WHERE classid = 'pg_catalog.pg_collation'::regclass)
UNION ALL SELECT 'extension', s.nspname, '', e.extname
    FROM spaces s JOIN pg_catalog.pg_extension e ON e.extnamespace = s.oid
UNION ALL SELECT 'foreign_server', '', '', f.srvname FROM pg_catalog.pg_foreign_server f
    WHERE f.oid NOT IN (SELECT objid FROM members WHERE classid = 'pg_catalog.pg_foreign_server'::regclass)
UNION ALL SELECT 'event_trigger', '', '', e.evtname FROM pg_catalog.pg_event_trigger e
    WHERE e.oid NOT IN (SELECT objid FROM members WHERE classid = 'pg_catalog.pg_event_trigger'::regclass)
UNION ALL SELECT 'other', '', '', i.type || ' ' || i.identity
    FROM (SELECT 'pg_catalog.pg_opclass'::regclass AS class, o.oid FROM pg_catalog.pg_opclass o JOIN spaces s ON s.oid = o.opcnamespace
          UNION ALL SELECT 'pg_catalog.pg_opfamily'::regclass, o.oid FROM pg_catalog.pg_opfamily o JOIN spaces s ON s.oid = o.opfnamespace
          UNION ALL SELECT 'pg_catalog.pg_conversion'::regclass, o.oid FROM pg_catalog.pg_conversion o JOIN spaces s ON s.oid = o.connamespace
          UNION ALL SELECT 'pg_catalog.pg_ts_config'::regclass, o.oid FROM pg_catalog.pg_ts_config o JOIN spaces s ON s.oid = o.cfgnamespace
          UNION ALL SELECT 'pg_catalog.pg_ts_dict'::regclass, o.oid FROM pg_catalog.pg_ts_dict o JOIN spaces s ON s.oid = o.dictnamespace
          UNION ALL SELECT 'pg_catalog.pg_ts_parser'::regclass, o.oid FROM pg_catalog.pg_ts_parser o JOIN spaces s ON s.oid = o.prsnamespace
          UNION ALL SELECT 'pg_catalog.pg_ts_template'::regclass, o.oid FROM pg_catalog.pg_ts_template o JOIN spaces s ON s.oid = o.tmplnamespace
          UNION ALL SELECT 'pg_catalog.pg_cast'::regclass, oid FROM pg_catalog.pg_cast WHERE oid >= 16384
          UNION ALL SELECT 'pg_catalog.pg_language'::regclass, oid FROM pg_catalog.pg_language WHERE oid >= 16384
          UNION ALL SELECT 'pg_catalog.pg_am'::regclass, oid FROM pg_catalog.pg_am WHERE oid >= 16384
          UNION ALL SELECT 'pg_catalog.pg_publication'::regclass, oid FROM pg_catalog.pg_publication
          UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid FROM pg_catalog.pg_foreign_data_wrapper) o
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.class, o.oid, 0) i
    -- The cast between a range and its multirange belongs to the range.
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype IN ('e', 'i'))
