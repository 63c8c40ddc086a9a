-- What foreign keys do on update and delete. Not joined to their columns: MariaDB would scan the one for each other.
SELECT CAST(CONSTRAINT_SCHEMA AS CHAR) AS owner_schema, CAST(TABLE_NAME AS CHAR) AS owner,
       CAST(CONSTRAINT_NAME AS CHAR) AS name, CAST(UPDATE_RULE AS CHAR) AS on_update,
       CAST(DELETE_RULE AS CHAR) AS on_delete
FROM information_schema.REFERENTIAL_CONSTRAINTS
WHERE JSON_CONTAINS(?, JSON_QUOTE(CONSTRAINT_SCHEMA))
ORDER BY CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME
