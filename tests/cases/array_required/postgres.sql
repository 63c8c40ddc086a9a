CREATE TYPE mood AS ENUM ('sad', 'very happy');
CREATE TYPE "Mood" AS ENUM ('sad', 'very happy');
CREATE EXTENSION citext;
CREATE TABLE sample (id integer PRIMARY KEY, wholes integer[] NOT NULL, texts text[], moods mood[], odd_moods "Mood"[], sums money[], folded citext[], keys uuid[], grid integer[][]);
