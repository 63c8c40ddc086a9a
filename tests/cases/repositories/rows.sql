INSERT INTO team (name) VALUES ('red');
INSERT INTO member (team_id, number, email, nick, row_version, created_at, updated_at) VALUES (1, 1, 'a@b.c', NULL, 1, '2020-02-02 20:20:20', '2020-02-02 20:20:20');
INSERT INTO plan (title, type) VALUES ('first', 'x');
INSERT INTO note (text, author) VALUES ('hello', 'me');
