CREATE TABLE visits (id integer PRIMARY KEY, pages integer NOT NULL, bytes bigint NOT NULL);
CREATE VIEW long_visits AS SELECT id, pages, bytes, CAST(pages * 2 AS integer) AS twice FROM visits WHERE pages > 9;
