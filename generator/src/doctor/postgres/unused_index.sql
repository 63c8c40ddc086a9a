-- Indexes that no query has used although their tables are read, and that no constraint needs.
SELECT format('%I.%I', s.schemaname, s.indexrelname),
    format('used by none of %s reads of %I since %s; it takes %s', t.seq_scan + coalesce(t.idx_scan, 0), s.relname,
        coalesce(to_char(d.stats_reset, 'YYYY-MM-DD'), 'the server began to count'),
        pg_size_pretty(pg_relation_size(s.indexrelid))),
    format('DROP INDEX %I.%I', s.schemaname, s.indexrelname),
    pg_get_indexdef(s.indexrelid)
FROM pg_catalog.pg_stat_user_indexes s
JOIN pg_catalog.pg_stat_user_tables t ON t.relid = s.relid
JOIN pg_catalog.pg_index i ON i.indexrelid = s.indexrelid
JOIN pg_catalog.pg_stat_database d ON d.datname = current_database()
WHERE s.idx_scan = 0 AND NOT i.indisunique AND NOT i.indisreplident AND i.indisvalid
    AND t.seq_scan + coalesce(t.idx_scan, 0) >= 100
    AND pg_relation_size(s.indexrelid) >= 65536
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = s.indexrelid)
    -- What checks a foreign key reads through an index only when the other side changes.
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.contype = 'f' AND c.conrelid = i.indrelid
        AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
ORDER BY pg_relation_size(s.indexrelid) DESC, 1
