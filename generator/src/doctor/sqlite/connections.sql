-- Whether those who read and the one who writes wait for each other.
SELECT 'journal_mode', 'it is ' || journal_mode || ': readers and the writer of a pool wait for each other; '
    || 'PRAGMA journal_mode = WAL, once and outside a transaction, lets them work at the same time', NULL, NULL
FROM pragma_journal_mode WHERE journal_mode <> 'wal'
