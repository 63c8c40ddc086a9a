CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
CREATE TABLE purchase (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, email varchar(80) NOT NULL UNIQUE, billing_email varchar(80),
  state varchar(10) NOT NULL DEFAULT 'open', meta jsonb_text NOT NULL, score double, rank double NOT NULL);
CREATE TABLE purchase_item (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, purchase_id integer NOT NULL REFERENCES purchase (id), meta jsonb_text, score double);
