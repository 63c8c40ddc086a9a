-- Rows that refer to nothing, as they may while foreign keys are not enforced.
SELECT "table", count(*) || ' rows refer to no row of ' || parent || ', the first with rowid ' || coalesce(min(rowid), 'none'),
    NULL, NULL
FROM pragma_foreign_key_check
GROUP BY "table", parent, fkid
ORDER BY 1, 2
