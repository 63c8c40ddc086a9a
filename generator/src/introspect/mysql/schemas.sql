-- The server's version, the connection's own schema, and every schema that the role may see.
SELECT CAST(VERSION() AS CHAR) AS version, CAST(DATABASE() AS CHAR) AS current_schema,
       CAST(SCHEMA_NAME AS CHAR) AS name
FROM information_schema.SCHEMATA
ORDER BY SCHEMA_NAME
