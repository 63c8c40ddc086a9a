-- Tables of which a fifth or more is versions of rows that nobody sees any more.
SELECT format('%I.%I', schemaname, relname),
    format('%s of %s versions of rows are dead; last vacuumed %s', n_dead_tup, n_dead_tup + n_live_tup,
        coalesce(to_char(greatest(last_vacuum, last_autovacuum), 'YYYY-MM-DD HH24:MI'), 'never')),
    format('ALTER TABLE %I.%I SET (autovacuum_vacuum_scale_factor = 0.05)', schemaname, relname),
    format('ALTER TABLE %I.%I RESET (autovacuum_vacuum_scale_factor)', schemaname, relname)
FROM pg_catalog.pg_stat_user_tables
WHERE n_dead_tup >= 10000 AND n_dead_tup * 4 >= n_live_tup
ORDER BY n_dead_tup DESC, 1
