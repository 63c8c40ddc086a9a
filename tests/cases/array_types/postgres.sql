CREATE EXTENSION citext;
CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('sad', 'very happy', 'it''s', 'NULL');
CREATE TYPE "Mood" AS ENUM ('a,b', '{', '');
CREATE TYPE other.mood AS ENUM ('far', 'away');
CREATE TYPE address AS (street text, zip text);
CREATE DOMAIN email AS text CHECK (VALUE ~ '@');
CREATE DOMAIN emails AS email[];
CREATE TABLE sample (id integer PRIMARY KEY, truths boolean[], smalls smallint[], wholes integer[], bigs bigint[], singles real[], twofolds double precision[],
  prices numeric(10, 2)[], exact numeric[], sums money[], codes character(3)[], shorts character varying(5)[], texts text[] NOT NULL DEFAULT '{}', bytes bytea[],
  days date[], hours time[], moments timestamp[], instants timestamptz[], documents json[], parsed jsonb[], keys uuid[],
  moods mood[], odd_moods "Mood"[], far_moods other.mood[], addresses address[], mails email[], domain emails, domains emails[], folded citext[], nets inet[],
  spans interval[], ranges int4range[], boxes box[], names name[], ids oid[], grid integer[][], words text[][][],
  proved integer[] CHECK (array_position(proved, NULL) IS NULL), proved_texts varchar(5)[] NOT NULL CHECK (array_position(proved_texts, NULL) IS NULL));
CREATE TABLE path (steps integer[] PRIMARY KEY, name text);
CREATE TABLE step (path integer[] NOT NULL REFERENCES path (steps), number integer NOT NULL, words text[], PRIMARY KEY (path, number));
CREATE VIEW totals AS SELECT id, array_agg(texts[1]) AS firsts, array_agg(moods[1]) AS first_moods FROM sample GROUP BY id;
