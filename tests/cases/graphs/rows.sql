INSERT INTO author (name) VALUES ('ann'), ('bob');
INSERT INTO post (tenant_id, author_id, reviewer_id, title, score) VALUES (1, 1, 2, 'first', 3), (2, 2, NULL, 'second', NULL);
INSERT INTO comment (tenant_id, post_id, parent_id, body) VALUES (1, 1, NULL, 'well'), (1, 1, 1, 'indeed');
INSERT INTO tag (code, tenant_id, name) VALUES ('a', 1, 'A'), ('b', 2, 'B');
INSERT INTO post_tag (post_id, tag_code) VALUES (1, 'a'), (2, 'b'), (1, 'b');
INSERT INTO seat (line, number) VALUES (1, 1), (1, 2);
INSERT INTO guest (name) VALUES ('gil');
INSERT INTO guest_seat (guest_id, line, seat_number) VALUES (1, 1, 2);
