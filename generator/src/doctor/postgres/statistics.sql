-- Tables that the planner knows nothing current about.
SELECT format('%I.%I', schemaname, relname),
    format('%s rows changed since it was last analyzed, %s', n_mod_since_analyze,
        coalesce('on ' || to_char(greatest(last_analyze, last_autoanalyze), 'YYYY-MM-DD HH24:MI'), 'which was never')),
    format('ANALYZE %I.%I', schemaname, relname), NULL
FROM pg_catalog.pg_stat_user_tables
WHERE n_mod_since_analyze >= 1000 AND n_mod_since_analyze > n_live_tup / 2
ORDER BY n_mod_since_analyze DESC, 1
