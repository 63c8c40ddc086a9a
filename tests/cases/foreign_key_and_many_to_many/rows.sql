INSERT INTO member (id, name) VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cid');
INSERT INTO post (id, author_id, body) VALUES (1, 1, 'one'), (2, 1, NULL), (3, 2, 'three');
INSERT INTO post_like (post_id, member_id) VALUES (1, 2), (1, 3), (3, 1);
