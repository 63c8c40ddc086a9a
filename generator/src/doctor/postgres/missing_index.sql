-- Foreign keys without an index, of tables that are read whole time and again.
SELECT format('%s (%s)', c.conrelid::regclass, k.columns),
    format('foreign key %I has no index, and the table of about %s rows was read whole %s times', c.conname,
        t.n_live_tup, t.seq_scan),
    format('CREATE INDEX %I ON %s (%s)', left('idx_' || t.relname || '_' || k.name, 63), c.conrelid::regclass, k.columns),
    format('DROP INDEX %I.%I', t.schemaname, left('idx_' || t.relname || '_' || k.name, 63))
FROM pg_catalog.pg_constraint c
JOIN pg_catalog.pg_stat_user_tables t ON t.relid = c.conrelid
CROSS JOIN LATERAL (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY n.place) AS columns,
        string_agg(a.attname, '_' ORDER BY n.place) AS name
    FROM unnest(c.conkey) WITH ORDINALITY AS n (number, place)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = n.number) k
WHERE c.contype = 'f' AND t.n_live_tup >= 1000 AND t.seq_scan >= 100
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        JOIN pg_catalog.pg_am m ON m.oid = x.relam
        WHERE i.indrelid = c.conrelid AND i.indisvalid AND i.indpred IS NULL AND m.amname IN ('btree', 'hash')
        AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
ORDER BY t.seq_scan * t.n_live_tup DESC, 1
