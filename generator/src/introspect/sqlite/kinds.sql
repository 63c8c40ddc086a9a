-- Tables and views with their kind. Names that begin with sqlite_ are the library's own.
SELECT name, type AS kind
FROM pragma_table_list
WHERE schema = 'main'
  AND type IN ('table', 'view', 'virtual')
  AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
