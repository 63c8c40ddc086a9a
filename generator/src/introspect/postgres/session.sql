-- Begins the transaction. The current schema, and all schemas by whether the role may use them, read before the settings
-- that change spelling are pinned: an aggregate is computed before what selects from it.
BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
WITH before AS (
    SELECT pg_catalog.current_schema()::pg_catalog.text AS current_schema,
           pg_catalog.array_agg(n.nspname::pg_catalog.text ORDER BY n.nspname)
               FILTER (WHERE pg_catalog.has_schema_privilege(n.oid, 'USAGE')) AS usable,
           pg_catalog.array_agg(n.nspname::pg_catalog.text ORDER BY n.nspname)
               FILTER (WHERE NOT pg_catalog.has_schema_privilege(n.oid, 'USAGE')) AS hidden
    FROM pg_catalog.pg_namespace n
)
SELECT before.current_schema,
       COALESCE(before.usable, '{}') AS usable,
       COALESCE(before.hidden, '{}') AS hidden,
       -- What a user's role, database or search path sets must not show in the spelling of types and expressions.
       pg_catalog.set_config('search_path', '', true),
       pg_catalog.set_config('quote_all_identifiers', 'off', true),
       pg_catalog.set_config('standard_conforming_strings', 'on', true),
       pg_catalog.set_config('datestyle', 'ISO', true),
       pg_catalog.set_config('intervalstyle', 'postgres', true),
       pg_catalog.set_config('timezone', 'UTC', true),
       pg_catalog.set_config('bytea_output', 'hex', true),
       pg_catalog.set_config('extra_float_digits', '1', true),
       pg_catalog.set_config('lc_monetary', 'C', true),
       -- To spell a view is to lock its tables: give way before a deadlock is looked for, which ends one of both.
       pg_catalog.set_config('lock_timeout', '500ms', true),
       -- A database just created has no statistics: the planner takes thousands of rows for one and loops over them.
       pg_catalog.set_config('enable_nestloop', 'off', true),
       pg_catalog.set_config('max_parallel_workers_per_gather', '0', true),
       pg_catalog.set_config('jit', 'off', true)
FROM before
