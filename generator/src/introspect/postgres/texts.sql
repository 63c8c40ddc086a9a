-- The texts of functions, procedures and aggregates of the schemas $1, what partitioned tables are partitioned by, which
-- columns draw numbers from which sequence, and where foreign servers and tables are. Of an aggregate the server has no
-- text; it is put together here.
SELECT CASE WHEN p.prokind = 'p' THEN 'procedure' ELSE 'function' END AS kind, n.nspname::text AS schema,
       p.proname::text AS name, pg_catalog.oidvectortypes(p.proargtypes) AS part,
       pg_catalog.pg_get_functiondef(p.oid) AS text
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = ANY ($1)
  AND p.prokind IN ('f', 'p', 'w')
UNION ALL
SELECT 'partitioning', n.nspname::text, c.relname::text, '', 'PARTITION BY ' || pg_catalog.pg_get_partkeydef(c.oid)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1)
  AND c.relkind = 'p'
UNION ALL
SELECT 'numbering', n.nspname::text, c.relname::text, a.attname::text, pg_catalog.pg_get_expr(f.adbin, f.adrelid)
FROM pg_catalog.pg_attrdef f
JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
JOIN pg_catalog.pg_class c ON c.oid = f.adrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1)
  AND pg_catalog.pg_get_expr(f.adbin, f.adrelid) LIKE 'nextval(%'
UNION ALL
SELECT 'function', n.nspname::text, p.proname::text, pg_catalog.oidvectortypes(p.proargtypes),
       pg_catalog.format('CREATE AGGREGATE %I.%I (%s) (%s)', n.nspname, p.proname,
           CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_catalog.pg_get_function_arguments(p.oid) END,
           pg_catalog.concat_ws(', ',
               'SFUNC = ' || a.aggtransfn, 'STYPE = ' || pg_catalog.format_type(a.aggtranstype, NULL),
               'SSPACE = ' || NULLIF(a.aggtransspace, 0), 'INITCOND = ' || pg_catalog.quote_literal(a.agginitval),
               'FINALFUNC = ' || NULLIF(a.aggfinalfn::text, '-'), CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
               'FINALFUNC_MODIFY = ' || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE'
                                                              ELSE 'READ_WRITE' END,
               'COMBINEFUNC = ' || NULLIF(a.aggcombinefn::text, '-'), 'SERIALFUNC = ' || NULLIF(a.aggserialfn::text, '-'),
               'DESERIALFUNC = ' || NULLIF(a.aggdeserialfn::text, '-'), 'MSFUNC = ' || NULLIF(a.aggmtransfn::text, '-'),
               'MINVFUNC = ' || NULLIF(a.aggminvtransfn::text, '-'),
               'MSTYPE = ' || pg_catalog.format_type(NULLIF(a.aggmtranstype, 0), NULL),
               'MSSPACE = ' || NULLIF(a.aggmtransspace, 0), 'MINITCOND = ' || pg_catalog.quote_literal(a.aggminitval),
               'MFINALFUNC = ' || NULLIF(a.aggmfinalfn::text, '-'), CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
               CASE WHEN a.aggmtransfn <> 0 THEN 'MFINALFUNC_MODIFY = ' || CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY'
                   WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END,
               (SELECT pg_catalog.format('SORTOP = OPERATOR(%s.%s)', o.oprnamespace::regnamespace, o.oprname)
                FROM pg_catalog.pg_operator o WHERE o.oid = a.aggsortop),
               CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END,
               'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END))
FROM pg_catalog.pg_aggregate a
JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = ANY ($1)
UNION ALL
SELECT 'foreign_server', '', s.srvname::text, '',
       pg_catalog.concat_ws(' ', 'TYPE ' || pg_catalog.quote_literal(s.srvtype),
           'VERSION ' || pg_catalog.quote_literal(s.srvversion), 'FOREIGN DATA WRAPPER', pg_catalog.quote_ident(w.fdwname))
FROM pg_catalog.pg_foreign_server s
JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
UNION ALL
SELECT 'foreign_server', '', s.srvname::text, o.option_name, o.option_value
FROM pg_catalog.pg_foreign_server s
CROSS JOIN LATERAL pg_catalog.pg_options_to_table(s.srvoptions) o
UNION ALL
SELECT 'foreign_table', n.nspname::text, c.relname::text, p.part, p.text
FROM pg_catalog.pg_foreign_table f
JOIN pg_catalog.pg_class c ON c.oid = f.ftrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT '' AS part, s.srvname::text AS text
    FROM pg_catalog.pg_foreign_server s
    WHERE s.oid = f.ftserver
    UNION ALL
    SELECT E'\n' || o.option_name, o.option_value
    FROM pg_catalog.pg_options_to_table(f.ftoptions) o
    UNION ALL
    SELECT a.attname || E'\n' || o.option_name, o.option_value
    FROM pg_catalog.pg_attribute a
    CROSS JOIN LATERAL pg_catalog.pg_options_to_table(a.attfdwoptions) o
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
) p
WHERE n.nspname = ANY ($1)
