CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE date_time (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, email varchar(80) NOT NULL UNIQUE, parent_id integer REFERENCES date_time (id));
CREATE TABLE string (code char(2) NOT NULL PRIMARY KEY, date_time_id integer NOT NULL REFERENCES date_time (id), meta jsonb_text NOT NULL);
CREATE TABLE log (date_time_id integer NOT NULL REFERENCES date_time (id), string_code char(2) NOT NULL REFERENCES string (code), meta jsonb_text, PRIMARY KEY (date_time_id, string_code));
