-- CHECK constraints, as MariaDB lists them: with their table, for names are unique within a table only.
SELECT CAST(CONSTRAINT_SCHEMA AS CHAR) AS owner_schema, CAST(TABLE_NAME AS CHAR) AS owner,
       CAST(CONSTRAINT_NAME AS CHAR) AS name, CAST(CHECK_CLAUSE AS CHAR) AS expression, TRUE AS is_enforced
FROM information_schema.CHECK_CONSTRAINTS
WHERE JSON_CONTAINS(?, JSON_QUOTE(CONSTRAINT_SCHEMA))
ORDER BY CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME
