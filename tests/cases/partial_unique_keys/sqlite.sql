CREATE TABLE account (id integer PRIMARY KEY AUTOINCREMENT, email varchar(80) NOT NULL, owner_id integer NOT NULL, kind varchar(10) NOT NULL DEFAULT 'open', level integer NOT NULL DEFAULT 0,
  is_main boolean NOT NULL DEFAULT FALSE, label varchar(40), deleted_at datetime_text);
CREATE UNIQUE INDEX account_email ON account (email) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX account_main ON account (owner_id) WHERE is_main;
CREATE UNIQUE INDEX account_open ON account (owner_id, label) WHERE kind = 'it''s open' AND deleted_at IS NULL AND label IS NOT NULL;
CREATE UNIQUE INDEX account_top ON account (label, level) WHERE level = 3;
CREATE UNIQUE INDEX account_side ON account (label, level) WHERE NOT is_main;
CREATE UNIQUE INDEX account_level ON account (level, kind) WHERE is_main = TRUE;
CREATE UNIQUE INDEX account_kind ON account (kind, email) WHERE level > 7;
