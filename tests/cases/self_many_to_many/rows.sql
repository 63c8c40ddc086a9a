INSERT INTO member (id, name) VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cid');
INSERT INTO follow (follower_id, followee_id) VALUES (1, 2), (1, 3), (2, 1);
