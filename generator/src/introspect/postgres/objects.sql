-- Tables and views of the schemas $1; the table named $2, wherever it is; and every object that has no statement of its
-- own, of the whole database in the schema $3. What an extension owns is not listed. A partition stands for all that its
-- parent has too, and only what is its own is listed beside it.
WITH RECURSIVE
spaces AS (
    SELECT n.oid, n.nspname::text AS name, pg_catalog.quote_ident(n.nspname) AS quoted
    FROM pg_catalog.pg_namespace n
    WHERE n.nspname = ANY ($1)
),
-- Each partition with its parent, with all its ancestors, and with the table at the top, which stands for all of them.
-- Few databases have any, so that a look-up for each is cheaper than a join.
bonds (id, parent) AS (
    SELECT i.inhrelid, i.inhparent
    FROM pg_catalog.pg_inherits i
    WHERE (SELECT c.relispartition AND c.relkind IN ('r', 'p', 'f') FROM pg_catalog.pg_class c WHERE c.oid = i.inhrelid)
),
ancestors (id, ancestor) AS (
    SELECT b.id, b.parent FROM bonds b
    UNION ALL
    SELECT a.id, b.parent FROM ancestors a JOIN bonds b ON b.id = a.ancestor
),
tops (id, top, space, name) AS (
    SELECT a.id, a.ancestor,
           (SELECT c.relnamespace FROM pg_catalog.pg_class c WHERE c.oid = a.ancestor),
           (SELECT c.relname::text FROM pg_catalog.pg_class c WHERE c.oid = a.ancestor)
    FROM ancestors a
    WHERE a.ancestor NOT IN (SELECT b.id FROM bonds b)
),
relations AS (
    SELECT c.oid AS id, s.oid AS space, s.name AS schema, s.quoted, c.relname::text AS name, c.relkind, c.relispartition,
           c.relpartbound,
           -- A partition whose top is not read belongs to nothing that is.
           CASE WHEN t.id IS NULL THEN c.oid WHEN t.space IN (SELECT oid FROM spaces) THEN t.top ELSE 0 END AS top,
           CASE WHEN t.space = s.oid THEN t.name ELSE t.top::regclass::text END AS top_name
    FROM pg_catalog.pg_class c
    JOIN spaces s ON s.oid = c.relnamespace
    LEFT JOIN tops t ON t.id = c.oid
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
),
listed (kind, class, id, schema, owner, owner_name, name, definition) AS (
    SELECT r.relkind::text, 'pg_catalog.pg_class'::regclass, r.id, r.schema, 0::oid, NULL::text, r.name,
           CASE WHEN r.relkind IN ('v', 'm') THEN pg_catalog.pg_get_viewdef(r.id) END
    FROM relations r
    WHERE NOT r.relispartition AND r.relkind <> 'S'
  UNION ALL
    SELECT c.relkind::text, 'pg_catalog.pg_class'::regclass, c.oid, n.nspname::text, 0, NULL, c.relname::text, NULL
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relname = $2 AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname <> ALL ($1)
  UNION ALL
    SELECT 'partition', 'pg_catalog.pg_class'::regclass, r.id, r.schema, r.top, r.top_name, r.name,
           'PARTITION OF ' || b.parent::regclass::text || ' ' || pg_catalog.pg_get_expr(r.relpartbound, r.id)
               || CASE WHEN r.relkind = 'p' THEN ' PARTITION BY ' || pg_catalog.pg_get_partkeydef(r.id) ELSE '' END
    FROM relations r
    JOIN bonds b ON b.id = r.id
  UNION ALL
    SELECT 'inheritance', 0::oid::regclass, 0, r.schema, r.id, r.name,
           (SELECT CASE WHEN p.relnamespace = r.space THEN p.relname::text ELSE p.oid::regclass::text END
            FROM pg_catalog.pg_class p WHERE p.oid = i.inhparent),
           'INHERITS (' || i.inhparent::regclass::text || ')'
    FROM relations r
    JOIN pg_catalog.pg_inherits i ON i.inhrelid = r.id
    WHERE NOT r.relispartition
  UNION ALL
    SELECT 'sequence', 'pg_catalog.pg_class'::regclass, c.id, c.schema, COALESCE(r.top, 0),
           CASE WHEN r.space = c.space THEN r.name
                WHEN d.owner IS NOT NULL THEN d.owner[1]::oid::regclass::text
                -- No column owns it, but the default of one may draw from it.
                ELSE (SELECT MIN((SELECT (SELECT CASE WHEN u.relnamespace = c.space THEN u.relname::text
                                                      ELSE u.oid::regclass::text END
                                          FROM pg_catalog.pg_class u WHERE u.oid = f.adrelid)
                                  FROM pg_catalog.pg_attrdef f WHERE f.oid = d.objid))
                      FROM pg_catalog.pg_depend d
                      WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.id
                        AND d.classid = 'pg_catalog.pg_attrdef'::regclass) END,
           c.name,
           pg_catalog.concat('CREATE SEQUENCE ', c.quoted, '.', pg_catalog.quote_ident(c.name),
               ' AS ', pg_catalog.format_type(q.seqtypid, NULL), ' START ', q.seqstart, ' INCREMENT ', q.seqincrement,
               ' MINVALUE ', q.seqmin, ' MAXVALUE ', q.seqmax, ' CACHE ', q.seqcache,
               CASE WHEN q.seqcycle THEN ' CYCLE' END,
               ' OWNED BY ' || d.owner[1]::oid::regclass::text || '.'
                   || (SELECT pg_catalog.quote_ident(a.attname) FROM pg_catalog.pg_attribute a
                       WHERE a.attrelid = d.owner[1] AND a.attnum = d.owner[2]))
    FROM relations c
    JOIN pg_catalog.pg_sequence q ON q.seqrelid = c.id
    -- One look-up for each is cheaper than to read what all columns depend on.
    CROSS JOIN LATERAL (SELECT (SELECT ARRAY[d.refobjid::int8, d.refobjsubid]
                                FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.id
                                  AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0
                                  AND d.deptype IN ('a', 'i')) AS owner
                        OFFSET 0) d
    LEFT JOIN relations r ON r.id = d.owner[1]
  UNION ALL
    SELECT 'trigger', 'pg_catalog.pg_trigger'::regclass, t.id, r.schema, r.top, r.name, t.name,
           pg_catalog.pg_get_triggerdef(t.id)
    -- Before PostgreSQL 13 pg_trigger has no such column, and the copies for partitions are internal.
    FROM (SELECT 0::oid AS tgparentid) older
    CROSS JOIN LATERAL (SELECT g.oid AS id, g.tgrelid AS relation, g.tgname::text AS name
                        FROM pg_catalog.pg_trigger g
                        WHERE NOT g.tgisinternal AND tgparentid = 0) t
    JOIN relations r ON r.id = t.relation
  UNION ALL
    SELECT 'policy', 'pg_catalog.pg_policy'::regclass, p.oid, r.schema, r.top, r.name, p.polname::text,
           pg_catalog.format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, r.id::regclass,
               CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
               CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                             ELSE 'ALL' END,
               CASE WHEN p.polroles = '{0}' THEN 'PUBLIC'
                    ELSE (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.rolname), ', ' ORDER BY a.rolname)
                          FROM pg_catalog.pg_roles a WHERE a.oid = ANY (p.polroles)) END,
               ' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
               ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')')
    FROM pg_catalog.pg_policy p
    JOIN relations r ON r.id = p.polrelid
  UNION ALL
    SELECT CASE WHEN k.contype = 'x' THEN 'exclusion' WHEN k.over_periods THEN 'period_key' ELSE 'constraint' END,
           'pg_catalog.pg_constraint'::regclass, k.oid,
           r.schema, r.top, r.name, k.conname::text, pg_catalog.pg_get_constraintdef(k.oid)
    -- Before PostgreSQL 18 pg_constraint has no such column; the name then means this one.
    FROM (SELECT false AS conperiod) older
    CROSS JOIN LATERAL (
        SELECT k.*, conperiod AND k.contype = 'f' AS over_periods FROM pg_catalog.pg_constraint k
    ) k
    JOIN relations r ON r.id = k.conrelid
    WHERE k.conparentid = 0 AND k.coninhcount = 0
      AND (k.contype = 'x' OR k.over_periods OR r.relispartition AND k.contype IN ('p', 'u', 'f', 'c'))
  UNION ALL
    SELECT 'index', 'pg_catalog.pg_class'::regclass, x.oid, r.schema, r.top, r.name, x.relname::text,
           pg_catalog.pg_get_indexdef(x.oid)
    FROM pg_catalog.pg_index i
    JOIN relations r ON r.id = i.indrelid
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    WHERE r.relispartition AND NOT x.relispartition AND i.indislive
      AND x.oid NOT IN (SELECT k.conindid FROM pg_catalog.pg_constraint k WHERE k.contype IN ('p', 'u', 'x'))
  UNION ALL
    SELECT 'rule', 'pg_catalog.pg_rewrite'::regclass, w.oid, r.schema, r.top, r.name, w.rulename::text,
           pg_catalog.pg_get_ruledef(w.oid)
    FROM pg_catalog.pg_rewrite w
    JOIN relations r ON r.id = w.ev_class
    WHERE w.rulename <> '_RETURN'
  UNION ALL
    SELECT 'statistics', 'pg_catalog.pg_statistic_ext'::regclass, e.oid, s.name, COALESCE(r.top, 0),
           CASE WHEN c.relnamespace = s.oid THEN c.relname::text ELSE c.oid::regclass::text END, e.stxname::text, pg_catalog.pg_get_statisticsobjdef(e.oid)
    FROM pg_catalog.pg_statistic_ext e
    JOIN spaces s ON s.oid = e.stxnamespace
    JOIN pg_catalog.pg_class c ON c.oid = e.stxrelid
    LEFT JOIN relations r ON r.id = c.oid
  UNION ALL
    -- The array of a type, and the multirange of a range, come and go with it.
    SELECT CASE WHEN t.typtype = 'r' THEN 'range' ELSE 'base_type' END, 'pg_catalog.pg_type'::regclass, t.oid, s.name, 0,
           NULL, t.typname::text,
           pg_catalog.format('CREATE TYPE %s', t.oid::regtype)
               || CASE WHEN t.typtype = 'r' THEN ' AS RANGE (SUBTYPE = ' || pg_catalog.format_type(g.rngsubtype, NULL) || ')'
                       WHEN t.typisdefined THEN pg_catalog.format(' (INPUT = %s, OUTPUT = %s)', t.typinput, t.typoutput)
                       ELSE '' END
    FROM pg_catalog.pg_type t
    JOIN spaces s ON s.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_range g ON g.rngtypid = t.oid
    WHERE t.typtype IN ('r', 'b', 'p')
      AND t.oid NOT IN (SELECT e.typarray FROM pg_catalog.pg_type e)
  UNION ALL
    SELECT 'operator', 'pg_catalog.pg_operator'::regclass, o.oid, s.name, 0, NULL,
           pg_catalog.format('%s(%s, %s)', o.oprname, COALESCE(pg_catalog.format_type(NULLIF(o.oprleft, 0), NULL), 'NONE'),
               COALESCE(pg_catalog.format_type(NULLIF(o.oprright, 0), NULL), 'NONE')),
           pg_catalog.format('CREATE OPERATOR %s.%s (FUNCTION = %s%s%s%s%s%s%s%s%s)', s.oid::regnamespace, o.oprname, o.oprcode,
               ', LEFTARG = ' || pg_catalog.format_type(NULLIF(o.oprleft, 0), NULL),
               ', RIGHTARG = ' || pg_catalog.format_type(NULLIF(o.oprright, 0), NULL),
               (SELECT pg_catalog.format(', COMMUTATOR = OPERATOR(%s.%s)', c.oprnamespace::regnamespace, c.oprname)
                FROM pg_catalog.pg_operator c WHERE c.oid = o.oprcom),
               (SELECT pg_catalog.format(', NEGATOR = OPERATOR(%s.%s)', c.oprnamespace::regnamespace, c.oprname)
                FROM pg_catalog.pg_operator c WHERE c.oid = o.oprnegate),
               ', RESTRICT = ' || NULLIF(o.oprrest::text, '-'), ', JOIN = ' || NULLIF(o.oprjoin::text, '-'),
               CASE WHEN o.oprcanhash THEN ', HASHES' END, CASE WHEN o.oprcanmerge THEN ', MERGES' END)
    FROM pg_catalog.pg_operator o
    JOIN spaces s ON s.oid = o.oprnamespace
  UNION ALL
    SELECT 'collation', 'pg_catalog.pg_collation'::regclass, o.oid, s.name, 0, NULL, o.collname::text,
           pg_catalog.format('CREATE COLLATION %s.%I (PROVIDER = %s, LOCALE = %L)', s.oid::regnamespace, o.collname,
               CASE o.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
               -- Its name changed with PostgreSQL 15 and 17.
               COALESCE(j.facts ->> 'colllocale', j.facts ->> 'colliculocale', o.collcollate::text))
    FROM pg_catalog.pg_collation o
    JOIN spaces s ON s.oid = o.collnamespace
    CROSS JOIN LATERAL (SELECT pg_catalog.to_jsonb(o) AS facts) j
  UNION ALL
    SELECT 'extension', 'pg_catalog.pg_extension'::regclass, e.oid, s.name, 0, NULL, e.extname::text,
           pg_catalog.format('CREATE EXTENSION %I SCHEMA %s', e.extname, s.oid::regnamespace)
    FROM pg_catalog.pg_extension e
    JOIN spaces s ON s.oid = e.extnamespace
  UNION ALL
    -- Its options say where the other server is; they are not for the code, and no business of who reads it.
    SELECT 'foreign_server', 'pg_catalog.pg_foreign_server'::regclass, f.oid, NULL, 0, NULL, f.srvname::text,
           pg_catalog.format('CREATE SERVER %I FOREIGN DATA WRAPPER %I', f.srvname, w.fdwname)
    FROM pg_catalog.pg_foreign_server f
    JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = f.srvfdw
  UNION ALL
    SELECT 'event_trigger', 'pg_catalog.pg_event_trigger'::regclass, e.oid, NULL, 0, NULL, e.evtname::text,
           pg_catalog.format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()', e.evtname, e.evtevent,
               ' WHEN TAG IN (''' || pg_catalog.array_to_string(e.evttags, ''', ''') || ''')', e.evtfoid::regproc)
    FROM pg_catalog.pg_event_trigger e
  UNION ALL
    SELECT 'other', o.class, o.id, s.name, 0, NULL, i.type || ' ' || i.identity, NULL
    FROM (SELECT 'pg_catalog.pg_opclass'::regclass AS class, oid AS id, opcnamespace AS space FROM pg_catalog.pg_opclass
          UNION ALL SELECT 'pg_catalog.pg_opfamily'::regclass, oid, opfnamespace FROM pg_catalog.pg_opfamily
          UNION ALL SELECT 'pg_catalog.pg_conversion'::regclass, oid, connamespace FROM pg_catalog.pg_conversion
          UNION ALL SELECT 'pg_catalog.pg_ts_config'::regclass, oid, cfgnamespace FROM pg_catalog.pg_ts_config
          UNION ALL SELECT 'pg_catalog.pg_ts_dict'::regclass, oid, dictnamespace FROM pg_catalog.pg_ts_dict
          UNION ALL SELECT 'pg_catalog.pg_ts_parser'::regclass, oid, prsnamespace FROM pg_catalog.pg_ts_parser
          UNION ALL SELECT 'pg_catalog.pg_ts_template'::regclass, oid, tmplnamespace FROM pg_catalog.pg_ts_template
          -- Without the cast of a range to its multirange, which the server makes along with them.
          UNION ALL SELECT 'pg_catalog.pg_cast'::regclass, c.oid, 0
                    FROM pg_catalog.pg_cast c
                    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                      WHERE d.classid = 'pg_catalog.pg_cast'::regclass AND d.objid = c.oid
                                        AND d.deptype = 'i')
          UNION ALL SELECT 'pg_catalog.pg_language'::regclass, oid, 0 FROM pg_catalog.pg_language
          UNION ALL SELECT 'pg_catalog.pg_am'::regclass, oid, 0 FROM pg_catalog.pg_am
          UNION ALL SELECT 'pg_catalog.pg_publication'::regclass, oid, 0 FROM pg_catalog.pg_publication
          UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, 0
                    FROM pg_catalog.pg_foreign_data_wrapper) o
    LEFT JOIN spaces s ON s.oid = o.space
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.class, o.id, 0) i
    -- What the server brought with it has a number below; of the rest, what is in a schema must be in one of these.
    WHERE o.id >= 16384 AND (o.space = 0 OR s.oid IS NOT NULL)
)
SELECT l.kind, l.id::int8 AS id, COALESCE(l.schema, $3) AS schema, l.owner::int8 AS owner, l.owner_name, l.name, l.definition,
       COALESCE(c.relrowsecurity, false) AS row_security, COALESCE(c.relforcerowsecurity, false) AS row_security_forced,
       COALESCE(c.reloptions, '{}') AS options, d.description AS comment
FROM listed l
LEFT JOIN pg_catalog.pg_class c ON l.class = 'pg_catalog.pg_class'::regclass AND c.oid = l.id
LEFT JOIN pg_catalog.pg_description d ON d.classoid = l.class AND d.objoid = l.id AND d.objsubid = 0
LEFT JOIN pg_catalog.pg_depend e
       ON e.classid = l.class AND e.objid = l.id AND e.deptype = 'e' AND e.refclassid = 'pg_catalog.pg_extension'::regclass
WHERE e.objid IS NULL
