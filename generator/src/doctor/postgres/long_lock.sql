-- Sessions that have waited for a lock for long, and those that keep a transaction open and do nothing.
SELECT format('session %s', w.pid),
    format('%s has waited for a lock for %s s, behind session %s (%s, %s): %s', coalesce(nullif(w.application_name, ''), w.usename),
        extract(epoch FROM now() - w.query_start)::int, b.pid, coalesce(nullif(b.application_name, ''), b.usename), b.state,
        left(b.query, 120)),
    NULL, NULL
FROM pg_catalog.pg_stat_activity w
CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS blocking (pid)
JOIN pg_catalog.pg_stat_activity b ON b.pid = blocking.pid
WHERE w.datname = current_database() AND w.wait_event_type = 'Lock' AND now() - w.query_start > interval '2 seconds'
UNION ALL
SELECT format('session %s', a.pid),
    format('%s has been idle in a transaction for %s s; its last statement: %s',
        coalesce(nullif(a.application_name, ''), a.usename), extract(epoch FROM now() - a.state_change)::int, left(a.query, 120)),
    NULL, NULL
FROM pg_catalog.pg_stat_activity a
WHERE a.datname = current_database() AND a.state LIKE 'idle in transaction%' AND now() - a.state_change > interval '1 minute'
ORDER BY 1, 2
