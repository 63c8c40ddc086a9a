-- Whether the server counts what statements read.
SELECT 'performance_schema', 'it is off: which indexes are used and which tables are read whole is not known', NULL, NULL
FROM DUAL WHERE @@performance_schema = 0
