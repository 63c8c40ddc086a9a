-- Large tables that are read whole more often than through an index.
SELECT format('%I.%I', schemaname, relname),
    format('read whole %s times, %s rows each time, and %s times through an index', seq_scan,
        seq_tup_read / seq_scan, coalesce(idx_scan, 0)),
    NULL, NULL
FROM pg_catalog.pg_stat_user_tables
WHERE n_live_tup >= 10000 AND seq_scan >= 100 AND seq_scan > coalesce(idx_scan, 0) AND seq_tup_read / seq_scan > n_live_tup / 2
ORDER BY seq_tup_read DESC, 1
