-- Types whose names hold quotes, dots, spaces and code, in columns, arrays, keys and defaults.
CREATE SCHEMA "o""d.d";
CREATE TYPE "we""ird" AS ENUM ('a"b', 'c');
CREATE TYPE "o""d.d"."we""ird" AS ENUM ('far');
CREATE TYPE "a.b" AS ENUM ('x');
CREATE TYPE "Sp ace" AS ENUM ('x', 'y z');
CREATE TYPE "semi;colon" AS ENUM ('x');
CREATE TYPE "pair""); compile_error!(""" AS (a integer, "b""c" text);
CREATE DOMAIN "do""main" AS text CHECK (VALUE <> 'no');
CREATE DOMAIN "Enum Domain" AS "Sp ace";
CREATE DOMAIN "list""s" AS "do""main"[];
CREATE TYPE "ra""nge" AS RANGE (subtype = float8, multirange_type_name = "multi""range");
CREATE TABLE sample (id integer PRIMARY KEY, a "we""ird" NOT NULL DEFAULT 'a"b', aa "we""ird"[], f "o""d.d"."we""ird", ff "o""d.d"."we""ird"[], d "a.b", dd "a.b"[],
  s "Sp ace" NOT NULL, ss "Sp ace"[] NOT NULL, c "semi;colon", p "pair""); compile_error!(""", pp "pair""); compile_error!("""[],
  m "do""main", ms "do""main"[], e "Enum Domain", es "Enum Domain"[], l "list""s", r "ra""nge", rs "ra""nge"[], mr "multi""range");
CREATE TABLE keyed (s "Sp ace", m "do""main", PRIMARY KEY (s, m));
CREATE TABLE referring (id integer PRIMARY KEY, s "Sp ace", m "do""main", FOREIGN KEY (s, m) REFERENCES keyed (s, m));
