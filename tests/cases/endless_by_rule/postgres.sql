CREATE TABLE lease (id integer PRIMARY KEY, since date NOT NULL, until timestamptz NOT NULL, seen timestamp(3), rate numeric NOT NULL, share numeric(10, 2), plain timestamptz);
CREATE VIEW last_lease AS SELECT max(until) AS until, max(since) AS since, max(rate) AS rate FROM lease;
