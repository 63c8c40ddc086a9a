-- The columns of one view or virtual table.
SELECT ?1 AS owner, c.name, c.type AS declared, c."notnull" AS not_null, c.dflt_value AS default_text,
       c.pk AS key_position, c.hidden
FROM pragma_table_xinfo(?1, 'main') AS c
ORDER BY c.cid
