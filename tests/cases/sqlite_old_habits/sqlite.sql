CREATE TABLE session (id INTEGER PRIMARY KEY, expires_at datetime NOT NULL DEFAULT '0000-00-00 00:00:00', started timestamp_text DEFAULT 0, day date NOT NULL DEFAULT '0000-00-00');
CREATE VIEW running AS SELECT id, expires_at, started FROM session;
