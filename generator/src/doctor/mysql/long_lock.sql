-- Transactions that have been open for long.
SELECT CAST(CONCAT('connection ', p.id) AS CHAR),
    CAST(CONCAT(p.user, ' has had a transaction open for ', TIMESTAMPDIFF(SECOND, t.trx_started, NOW()), ' s, with ', t.trx_rows_locked,
        ' rows locked; now: ', COALESCE(LEFT(p.info, 120), 'nothing')) AS CHAR), NULL, NULL
FROM information_schema.innodb_trx t JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
WHERE p.db = DATABASE() AND (TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) >= 60
    -- Whoever waits tells of those that are waited for.
    OR (TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) >= 2 AND t.trx_state <> 'LOCK WAIT'
        AND EXISTS (SELECT 1 FROM information_schema.innodb_trx w WHERE w.trx_state = 'LOCK WAIT'
            AND TIMESTAMPDIFF(SECOND, w.trx_wait_started, NOW()) >= 2)))
ORDER BY t.trx_started, 1
