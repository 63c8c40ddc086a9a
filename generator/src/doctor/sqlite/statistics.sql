-- Whether the planner knows anything about what the indexes hold.
SELECT 'main', 'ANALYZE has never run, so the planner guesses which of several indexes to use', 'ANALYZE', NULL
WHERE NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1')
    AND (SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL) > 0
