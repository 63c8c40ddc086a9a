CREATE TYPE mood AS ENUM ('sad','ok');
CREATE TYPE address AS (street text, "Zip Code" varchar(10), moved date, tags text[], m mood, during tstzrange, ok boolean, amount numeric(10,2), photo bytea);
CREATE TYPE place AS (home address, others address[], score double precision);
CREATE TYPE empty_type AS ();
CREATE TYPE float_range AS RANGE (subtype = float8);
CREATE TABLE t (
 id integer PRIMARY KEY,
 i4 int4range NOT NULL, i8 int8range, n numrange, d daterange, ts tsrange, tz tstzrange,
 mi int4multirange, md datemultirange NOT NULL, mtz tstzmultirange,
 fr float_range, ai int4range[], home address, "where" place, many address[], et empty_type
);
