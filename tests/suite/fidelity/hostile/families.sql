-- Partitions, foreign and unlogged tables. Inheritance is in the case `every_object_postgres`: a parent shows the rows of
-- its heirs, and so cannot be copied row by row.
CREATE TABLE visit (at date NOT NULL, region text NOT NULL, n integer, PRIMARY KEY (at, region)) PARTITION BY RANGE (at);
CREATE TABLE visit_2025 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE visit_2026 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (region);
CREATE TABLE visit_2026_rest PARTITION OF visit_2026 DEFAULT;
CREATE TABLE visit_rest PARTITION OF visit DEFAULT;
CREATE TABLE note (id integer PRIMARY KEY, visit_at date, visit_region text, FOREIGN KEY (visit_at, visit_region) REFERENCES visit (at, region));
CREATE TABLE hits (key integer NOT NULL, n integer) PARTITION BY HASH (key);
CREATE TABLE hits_0 PARTITION OF hits FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE distant (sku text NOT NULL, amount integer) SERVER files OPTIONS (filename '/dev/null');
CREATE UNLOGGED TABLE scratch (id integer PRIMARY KEY);
