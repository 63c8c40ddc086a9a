CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE "sample" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
  "truth" boolean NOT NULL, "small" smallint NOT NULL, "whole" integer NOT NULL, "single" float NOT NULL, "twofold" double NOT NULL,
  "price" real(10, 2) NOT NULL, "country" char(2) NOT NULL, "name" varchar(80) NOT NULL, "body" text NOT NULL,
  "day" date_text NOT NULL, "hour" time_text NOT NULL, "moment" datetime_text NOT NULL, "instant" timestamp_with_timezone_text NOT NULL,
  "key" uuid_text NOT NULL, "packed" jsonb_text NOT NULL, "bytes" blob NOT NULL,
  "maybe_price" real(10, 2) NULL, "maybe_instant" timestamp_with_timezone_text NULL, "maybe_key" uuid_text NULL, "maybe_packed" jsonb_text NULL);
