INSERT INTO post (id, title) VALUES (1, 'one'), (2, 'two');
INSERT INTO tag (id, name) VALUES (1, 'red'), (2, 'blue');
INSERT INTO topic (id, name) VALUES (1, 'art');
INSERT INTO member (id, name) VALUES (1, 'Ada');
INSERT INTO post_tag (id, post_id, tag_id) VALUES (1, 1, 1), (2, 1, 2), (3, 2, 2);
INSERT INTO post_topic (post_id, topic_id) VALUES (1, 1), (2, 1);
INSERT INTO post_editor (post_id, member_id, role) VALUES (1, 1, 'lead');
