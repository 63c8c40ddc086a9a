-- Whether the connections of all pools fit, and whether the server ends what a pool forgets.
SELECT 'max_connections', format('%s of %s connections are in use: make the pools smaller, or put a pooler between',
        count(*), (SELECT setting FROM pg_catalog.pg_settings WHERE name = 'max_connections')), NULL, NULL
FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'
HAVING count(*) * 10 >= 8 * (SELECT setting::int FROM pg_catalog.pg_settings WHERE name = 'max_connections')
UNION ALL
SELECT name, 'it is off: a pool that forgets to end a transaction keeps its locks, and dead rows with them, for as long as it lives',
    format('ALTER DATABASE %I SET %s = ''5min''', current_database(), name),
    format('ALTER DATABASE %I RESET %s', current_database(), name)
FROM pg_catalog.pg_settings WHERE name = 'idle_in_transaction_session_timeout' AND setting = '0'
ORDER BY 1
