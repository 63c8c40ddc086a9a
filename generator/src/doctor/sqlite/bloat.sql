-- Whether a fifth or more of the file is empty.
SELECT 'main', free.freelist_count || ' of ' || whole.page_count || ' pages are empty; VACUUM gives them back, outside a transaction',
    NULL, NULL
FROM pragma_freelist_count AS free, pragma_page_count AS whole
WHERE free.freelist_count >= 100 AND free.freelist_count * 5 >= whole.page_count
