-- Whether the connections of all pools fit.
SELECT 'max_connections',
    CAST(CONCAT(COUNT(*), ' of ', @@max_connections, ' connections are in use: make the pools smaller') AS CHAR), NULL, NULL
FROM information_schema.processlist
HAVING COUNT(*) * 10 >= 8 * @@max_connections
