-- Values that fold into one, are no words, or hold what a string must escape.
CREATE TYPE folding AS ENUM ('a-b', 'a_b', 'a b', 'A-B', 'aB', 'AB', 'ab', 'Ab');
CREATE TYPE numbers AS ENUM ('-1', '1', '+1', '1.5', '15', '-1.5', '01', '1e5', '0x2A');
CREATE TYPE spaces AS ENUM ('', ' ', '  ', ' lead', 'trail ', E'\t', E'new\nline', E'carriage\rreturn');
CREATE TYPE quotes AS ENUM ('''', '"', '\', '\\', '\n', '"#', '{}', '{', ',', 'NULL', '$1', '?', '*/', '//', '%');
CREATE TYPE hidden AS ENUM (U&'\202Eevil', U&'evil', U&'ev\200Bil', U&'\FEFFevil', U&'\00A0');
CREATE TABLE sample (id integer PRIMARY KEY, f folding NOT NULL, n numbers NOT NULL, s spaces NOT NULL, q quotes NOT NULL, h hidden NOT NULL,
  fs folding[], ns numbers[] NOT NULL, ss spaces[], qs quotes[], hs hidden[]);
CREATE TABLE listed (id text PRIMARY KEY CHECK (id IN ('a-b', 'a_b', '', ' ', '''', '"', '\', 'self', 'Self', 'crate')), q quotes UNIQUE DEFAULT '\');
CREATE TABLE unlisted (id quotes PRIMARY KEY, l text REFERENCES listed (id));
