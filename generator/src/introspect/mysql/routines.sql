-- Functions and procedures, each a row at place -1, with what they return at place 0 and their parameters behind it.
-- Not joined: MariaDB would scan the one list for each row of the other.
SELECT r.*
FROM (
    SELECT CAST(ROUTINE_SCHEMA AS CHAR) AS owner_schema, CAST(SPECIFIC_NAME AS CHAR) AS owner,
           CAST(ROUTINE_TYPE AS CHAR) AS kind, -1 AS place, CAST(NULL AS CHAR) AS mode, CAST(NULL AS CHAR) AS name,
           CAST('' AS CHAR) AS type_name, CAST('' AS CHAR) AS column_type, CAST(ROUTINE_COMMENT AS CHAR) AS comment
    FROM information_schema.ROUTINES
    UNION ALL
    SELECT CAST(SPECIFIC_SCHEMA AS CHAR), CAST(SPECIFIC_NAME AS CHAR), CAST(ROUTINE_TYPE AS CHAR),
           CAST(ORDINAL_POSITION AS SIGNED), CAST(PARAMETER_MODE AS CHAR), CAST(PARAMETER_NAME AS CHAR),
           CAST(DATA_TYPE AS CHAR), CAST(DTD_IDENTIFIER AS CHAR), CAST('' AS CHAR)
    FROM information_schema.PARAMETERS
) AS r
WHERE JSON_CONTAINS(?, JSON_QUOTE(r.owner_schema))
  AND r.kind IN ('FUNCTION', 'PROCEDURE')
ORDER BY r.owner_schema, r.owner, r.kind, r.place
