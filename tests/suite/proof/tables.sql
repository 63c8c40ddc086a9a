-- Tables that the views of all backends are over, with NULL wherever it is allowed, rows without a partner on either
-- side of every join, a divisor of zero, an empty text, a text that is no number, and a table without rows.
CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, b_id INTEGER, n INTEGER, zero INTEGER NOT NULL, name VARCHAR(40) NOT NULL,
  nick VARCHAR(40), price DECIMAL(10, 2) NOT NULL, rate DOUBLE PRECISION NOT NULL, on_day DATE NOT NULL, day DATE,
  flag BOOLEAN NOT NULL, body TEXT NOT NULL);
CREATE TABLE b (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(40), flag BOOLEAN);
CREATE TABLE c (id INTEGER NOT NULL PRIMARY KEY, a_id INTEGER, b_id INTEGER NOT NULL, name VARCHAR(40));
CREATE TABLE nobody (id INTEGER NOT NULL PRIMARY KEY, n INTEGER NOT NULL, name VARCHAR(40) NOT NULL);
INSERT INTO b VALUES (1, 'one', NULL, NULL), (2, 'two', 'x', TRUE), (3, '', 'y', FALSE), (8, 'eight', NULL, TRUE);
INSERT INTO a VALUES
  (1, 1, NULL, 0, 'x', NULL, 0.00, 0.0, '2020-01-01', NULL, TRUE, ''),
  (2, NULL, 0, 0, '', '', 1.50, 1.5, '2020-02-29', '2020-01-01', FALSE, 'x'),
  (3, 9, 5, 2, 'not a number', 'nick', -2.25, -3.5, '1999-12-31', NULL, TRUE, 'body'),
  (4, 2, NULL, 3, '7', NULL, 10.00, 7.0, '2038-01-19', '2038-01-19', FALSE, '7');
INSERT INTO c VALUES (1, 1, 1, NULL), (2, NULL, 1, 'x'), (3, 1, 2, 'y'), (4, 99, 77, NULL);
