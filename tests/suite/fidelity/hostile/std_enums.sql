-- Enums that Rust or SeaORM has a type of the same name for, beside columns of those types.
CREATE TYPE "result" AS ENUM ('ok', 'err');
CREATE TYPE box AS ENUM ('a');
CREATE TYPE ok AS ENUM ('a');
CREATE TYPE err AS ENUM ('a');
CREATE TYPE "some" AS ENUM ('a');
CREATE TYPE "none" AS ENUM ('a', 'none', 'None');
CREATE TYPE json_ AS ENUM ('a');
CREATE TYPE uuids AS ENUM ('a');
CREATE TYPE "Decimal" AS ENUM ('a');
CREATE TYPE "Uuid" AS ENUM ('a');
CREATE TYPE "Date" AS ENUM ('a');
CREATE TYPE active_enum AS ENUM ('a');
CREATE TYPE iden AS ENUM ('iden', 'string', 'fmt');
CREATE TYPE i32 AS ENUM ('a');
CREATE TYPE str AS ENUM ('a', 'b''c');
CREATE TABLE outcome (id integer PRIMARY KEY, r result NOT NULL, b box, o ok, e err, s "some", n "none" NOT NULL, j json_, u uuids[],
  d "Decimal", u2 "Uuid", da "Date", ae active_enum, i iden NOT NULL, i32 i32, str str[],
  "result" text, "Option" text, "decimal" decimal(10, 2), "uuid" uuid, "date" date, "json" jsonb, "bool" boolean, "String" text NOT NULL);
CREATE TABLE iterator (id integer PRIMARY KEY, err text, iterator text, entity_name text, "Err" integer, "EntityName" integer, item integer, r integer REFERENCES outcome (id));
